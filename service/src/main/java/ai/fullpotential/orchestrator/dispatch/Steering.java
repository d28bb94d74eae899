package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskState;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore.Change;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import ai.fullpotential.orchestrator.task.TaskStore.TakeResult;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What somebody may do to a task that is under way. Safe for any thread. */
public final class Steering {

  /** How long an end is waited for that somebody asked for. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(250);

  private final Parts parts;
  private final Dispatcher dispatcher;
  private final Walks walks;
  private final Ends ends;

  /** Steering. */
  public Steering(Parts parts, Dispatcher dispatcher, Walks walks, Ends ends) {
    this.parts = parts;
    this.dispatcher = dispatcher;
    this.walks = walks;
    this.ends = ends;
  }

  /** What became of it. */
  public sealed interface Steered {
    /** The task is now like this. */
    record Done(Task task) implements Steered {}

    /** It cannot be done to a task like this. */
    record Refused(Task task) implements Steered {}

    /** There is no such task. */
    record Missing() implements Steered {}

    /** The store does not say. */
    record NoStore() implements Steered {}
  }

  /** Ends the task, wherever it is carried on. */
  public void cancel(TaskId id, Loop loop, Consumer<Steered> done) {
    cancel(id, loop, done, (int) longest().dividedBy(LOOK));
  }

  private void cancel(TaskId id, Loop loop, Consumer<Steered> done, int looks) {
    Optional<Walk> walk = walks.find(id);
    if (walk.isPresent()) {
      walk.get().ask(_ -> new TaskEvent.Cancelled());
      awaitCancelled(id, LOOK, loop, found -> doneOrAgain(id, loop, done, looks, found));
      return;
    }
    take(
        id,
        loop,
        done,
        (task, lease) ->
            change(
                task,
                lease,
                new TaskEvent.Cancelled(),
                loop,
                () -> awaitCancelled(id, longest(), loop, done)),
        () -> askHolder(id, loop, done));
  }

  /** A walk that was just letting go of its task has not heard what was asked. */
  private void doneOrAgain(TaskId id, Loop loop, Consumer<Steered> done, int looks, Steered found) {
    boolean goesOn = found instanceof Steered.Refused(Task task) && task.finished().isEmpty();
    if (goesOn && looks > 0) {
      cancel(id, loop, done, looks - 1);
    } else {
      done.accept(found);
    }
  }

  /** Lets a held task go on, or ends it as failed. */
  public void release(TaskId id, boolean goOn, Loop loop, Consumer<Steered> done) {
    take(
        id,
        loop,
        done,
        (task, lease) -> {
          if (task.state() instanceof TaskState.Held) {
            TaskEvent event = goOn ? new TaskEvent.Released() : new TaskEvent.GivenUp();
            change(task, lease, event, loop, () -> awaitChange(id, loop, done));
          } else {
            putBack(task, lease);
            done.accept(new Steered.Refused(task));
          }
        },
        () -> awaitChange(id, loop, task -> done.accept(refused(task))));
  }

  private static Steered refused(Steered found) {
    return found instanceof Steered.Done(Task task) ? new Steered.Refused(task) : found;
  }

  @FunctionalInterface
  private interface Taken {
    void by(Task task, LeaseId lease);
  }

  private void take(TaskId id, Loop loop, Consumer<Steered> done, Taken taken, Runnable held) {
    Optional<LeaseId> lease = parts.lease().id();
    if (lease.filter(parts.lease()::surelyHolds).isEmpty()) {
      done.accept(new Steered.NoStore());
      return;
    }
    parts
        .store()
        .take(
            id,
            lease.get(),
            result ->
                loop.execute(
                    () -> {
                      switch (result) {
                        case TakeResult.Taken(Task task) -> taken.by(task, lease.get());
                        case TakeResult.Held _ -> held.run();
                        case TakeResult.Ended(Task task) -> done.accept(new Steered.Refused(task));
                        case TakeResult.Missing() -> done.accept(new Steered.Missing());
                        case TakeResult.Unknown _ -> {
                          walks.unsure();
                          done.accept(new Steered.NoStore());
                        }
                      }
                    }));
  }

  private void change(Task task, LeaseId lease, TaskEvent event, Loop loop, Runnable then) {
    walks.enterAnyway();
    Walk walk =
        dispatcher.carryOn(
            new Beginning(task, lease, false, null, parts.time().anchored()),
            loop,
            () -> {},
            _ -> {
              walks.leaveAsynchronous();
              then.run();
            });
    walk.ask(_ -> event);
  }

  private void putBack(Task task, LeaseId lease) {
    parts
        .store()
        .save(
            new Change(task, task, lease, false, List.of()),
            result -> {
              if (result instanceof SaveResult.Unknown) {
                walks.unsure();
              }
            });
  }

  private void askHolder(TaskId id, Loop loop, Consumer<Steered> done) {
    parts
        .store()
        .askToCancel(
            id,
            result ->
                loop.execute(
                    () -> {
                      switch (result) {
                        case SaveResult.Saved() -> awaitCancelled(id, longest(), loop, done);
                        // Its holder has just let go of it.
                        case SaveResult.Lost() -> cancel(id, loop, done);
                        case SaveResult.Unknown _ -> done.accept(new Steered.NoStore());
                      }
                    }));
  }

  /** Until the holder has heard of it, which takes a third of its lease. */
  private Duration longest() {
    return parts.lease().length().compareTo(LONGEST) < 0 ? parts.lease().length() : LONGEST;
  }

  private void awaitCancelled(TaskId id, Duration atMost, Loop loop, Consumer<Steered> done) {
    ends.await(
        id,
        atMost,
        loop,
        found ->
            done.accept(
                found
                    .<Steered>map(
                        task ->
                            task.status() == TaskStatus.CANCELLED
                                ? new Steered.Done(task)
                                : new Steered.Refused(task))
                    .orElseGet(Steered.Missing::new)),
        () -> done.accept(new Steered.NoStore()));
  }

  private void awaitChange(TaskId id, Loop loop, Consumer<Steered> done) {
    ends.await(
        id,
        Duration.ZERO,
        loop,
        found -> done.accept(found.<Steered>map(Steered.Done::new).orElseGet(Steered.Missing::new)),
        () -> done.accept(new Steered.NoStore()));
  }
}
