package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.IdempotencyKey;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskState;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.task.TaskStore.Change;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import ai.fullpotential.orchestrator.task.TaskStore.TakeResult;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records one task's changes under one lease, and does not rest until the store has said what became of
 * them: a change whose fate is unknown is asked for again, which is safe because it says what the
 * record is to be, not what to add to it. Confined to its walk's loop.
 */
final class Recorder {

  private static final Logger log = LoggerFactory.getLogger(Recorder.class);
  private static final Duration AGAIN = Duration.ofMillis(500);

  /** What became of a change. */
  sealed interface Recorded {
    /** It is recorded. */
    record Safe() implements Recorded {}

    /** The lease no longer holds the task. */
    record Lost() implements Recorded {}

    /** The task was new, and is not in the store. */
    record NeverBegan() implements Recorded {}

    /** The task was new, and its key was used before. */
    record Twin(AddResult.Twin other) implements Recorded {}
  }

  private final TaskStore store;
  private final Loop loop;
  private final LeaseId lease;
  private final Runnable silence;
  private final @Nullable IdempotencyKey key;
  private boolean isNew;
  private boolean stopped;

  /** What the store said last that it holds. */
  private Task recorded;

  /**
   * A recorder.
   *
   * @param beginning the task as it is recorded, or is to be, and the lease
   * @param silence told each time the store does not say what became of a change
   */
  Recorder(TaskStore store, Loop loop, Beginning beginning, Runnable silence) {
    this.store = store;
    this.loop = loop;
    this.lease = beginning.lease();
    this.isNew = beginning.isNew();
    this.key = beginning.key();
    this.recorded = beginning.task();
    this.silence = silence;
  }

  /** Whether the task may be in the store, for all that is known, or may not. */
  boolean isUnsure() {
    return isNew;
  }

  /** Asks nothing again from now on. */
  void stop() {
    stopped = true;
  }

  /** Records the task, and what follows it, and tells what became of it on the loop. */
  void record(Task task, List<Task> follows, Consumer<Recorded> done) {
    if (isNew && !follows.isEmpty()) {
      // It ends before it was recorded at all; what follows is recorded with a change, not with a
      // task.
      record(
          recorded,
          List.of(),
          first -> {
            if (first instanceof Recorded.Safe) {
              record(task, follows, done);
            } else {
              done.accept(first);
            }
          });
    } else if (isNew) {
      LeaseId holder = task.finished().isPresent() ? null : lease;
      store.add(
          new Addition(task, holder, key), result -> loop.execute(() -> added(task, result, done)));
    } else {
      Change change = new Change(recorded, task, lease, keeps(task), follows);
      store.save(change, result -> loop.execute(() -> saved(change, result, done)));
    }
  }

  /** A task that waits with nobody waiting for it is free for any node. */
  static boolean keeps(Task task) {
    return switch (task.state()) {
      case TaskState.Running _ -> true;
      case TaskState.Queued(_, TaskState.Waiting reason, _) ->
          !task.spec().options().asynchronous() || reason == TaskState.Waiting.START;
      case TaskState.Held _, TaskState.Finished _ -> false;
    };
  }

  private void added(Task task, AddResult result, Consumer<Recorded> done) {
    switch (result) {
      case AddResult.Added() -> safe(task, done);
      case AddResult.Twin twin -> done.accept(new Recorded.Twin(twin));
      case AddResult.Unknown(String why) -> {
        tellSilence(task, why);
        again(() -> lookForAddition(task, done));
      }
    }
  }

  /** Its caller has been told that nobody knows; it is carried on only if it is there. */
  private void lookForAddition(Task task, Consumer<Recorded> done) {
    store.take(
        task.id(),
        lease,
        result ->
            loop.execute(
                () -> {
                  switch (result) {
                    case TakeResult.Held _ -> safe(task, done);
                    // It was added as held: this lease has run out, and others may have gone on.
                    case TakeResult.Taken _ -> done.accept(new Recorded.Lost());
                    case TakeResult.Missing() -> done.accept(new Recorded.NeverBegan());
                    case TakeResult.Ended _ -> done.accept(new Recorded.Lost());
                    case TakeResult.Unknown _ -> again(() -> lookForAddition(task, done));
                  }
                }));
  }

  private void saved(Change change, SaveResult result, Consumer<Recorded> done) {
    switch (result) {
      case SaveResult.Saved() -> safe(change.task(), done);
      case SaveResult.Lost() -> done.accept(new Recorded.Lost());
      case SaveResult.Unknown(String why) -> {
        tellSilence(change.task(), why);
        again(() -> saveAgain(change, done));
      }
    }
  }

  /** An end that was recorded after all has given the lease up, so that asking again finds it lost. */
  private void saveAgain(Change change, Consumer<Recorded> done) {
    store.save(
        change,
        result ->
            loop.execute(
                () -> {
                  if (result instanceof SaveResult.Lost && change.task().finished().isPresent()) {
                    lookForEnd(change.task(), done);
                  } else {
                    saved(change, result, done);
                  }
                }));
  }

  private void lookForEnd(Task task, Consumer<Recorded> done) {
    store.take(
        task.id(),
        lease,
        result ->
            loop.execute(
                () -> {
                  switch (result) {
                    case TakeResult.Ended(Task kept) when isSameEnd(kept, task) ->
                        done.accept(new Recorded.Safe());
                    case TakeResult.Unknown _ -> again(() -> lookForEnd(task, done));
                    case TakeResult.Ended _,
                        TakeResult.Held _,
                        TakeResult.Taken _,
                        TakeResult.Missing _ ->
                        done.accept(new Recorded.Lost());
                  }
                }));
  }

  /** Stores keep microseconds. */
  private static boolean isSameEnd(Task kept, Task task) {
    return kept.status() == task.status()
        && kept.attempts().size() == task.attempts().size()
        && end(kept).equals(end(task));
  }

  private static Instant end(Task task) {
    return task.finished().orElseThrow().at().truncatedTo(ChronoUnit.MICROS);
  }

  private void safe(Task task, Consumer<Recorded> done) {
    isNew = false;
    recorded = task;
    done.accept(new Recorded.Safe());
  }

  private void tellSilence(Task task, String why) {
    log.atWarn()
        .addKeyValue("task_id", task.id())
        .addKeyValue("reason", why)
        .log("not known whether the task is recorded; asking again");
    silence.run();
  }

  private void again(Runnable action) {
    loop.after(
        AGAIN,
        () -> {
          if (!stopped) {
            action.run();
          }
        });
  }
}
