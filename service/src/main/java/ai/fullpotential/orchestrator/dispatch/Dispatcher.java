package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.registry.Droplet;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Step;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskState;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes tasks in: those that somebody waits for, as many at once as may be, and sees each to its end;
 * asynchronous ones into the store, from where any node carries them on, this one first when it has
 * room. Safe for any thread; each task's own walk is confined to the loop it came on.
 */
public final class Dispatcher {

  /** How long the answers to tasks that were cut may take to leave. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

  private static final Duration LOOKUP = Duration.ofSeconds(30);
  private static final String CUT = "the service stopped before the task had ended";

  private final Parts parts;
  private final OnDemandSync sync;
  private final Function<Instant, TaskId> ids;
  private final Walks walks;
  private final Carrying carrying;
  private final Set<Lookup> lookups = ConcurrentHashMap.newKeySet();

  /**
   * A dispatcher.
   *
   * @param ids makes the name of a task that is accepted at this time
   * @param walks the tasks under way
   */
  public Dispatcher(Parts parts, OnDemandSync sync, Function<Instant, TaskId> ids, Walks walks) {
    this.parts = parts;
    this.sync = sync;
    this.ids = ids;
    this.walks = walks;
    this.carrying = new Carrying(parts, walks);
  }

  /** Takes a task in. Called on the submission's loop. */
  public void submit(Submission submission) {
    if (!parts.store().isWritable()) {
      submission.done().accept(new TaskOutcome.NoStore());
      return;
    }
    if (!walks.enter()) {
      submission
          .done()
          .accept(
              walks.isDraining() ? new TaskOutcome.Draining() : new TaskOutcome.Full(walks.most()));
      return;
    }
    InstantSource clock = parts.time().anchored();
    Entry entry = new Entry(submission, clock, clock.instant());
    Optional<Droplet> known = parts.directory().find(submission.spec().dropletName());
    if (known.isPresent()) {
      entry.begin(known.get());
    } else {
      new Lookup(entry).start();
    }
  }

  /** One submission that has been let in, and must leave again exactly once. */
  private final class Entry {

    private final Submission submission;
    private final InstantSource clock;
    private final Instant acceptedAt;
    private boolean told;

    Entry(Submission submission, InstantSource clock, Instant acceptedAt) {
      this.submission = submission;
      this.clock = clock;
      this.acceptedAt = acceptedAt;
    }

    void begin(Droplet droplet) {
      Optional<LeaseId> lease = parts.lease().id();
      Task task =
          Task.accepted(
              ids.apply(acceptedAt),
              submission.origin(),
              submission.spec().forDroplet(droplet.name()),
              acceptedAt);
      if (submission.spec().options().asynchronous()) {
        accept(task, lease.orElse(null));
      } else if (lease.isEmpty()) {
        leaveWith(new TaskOutcome.NoStore());
      } else {
        walk(task, lease.get()).proceed();
      }
    }

    /** Into the store; and on from there at once when it is due and this node has room. */
    private void accept(Task task, @Nullable LeaseId lease) {
      boolean due = !task.due().isAfter(acceptedAt);
      if (due && lease != null && walks.enterAsynchronous()) {
        Walk walk =
            carryOn(
                new Beginning(task, lease, true, submission.key(), clock),
                submission.loop(),
                () -> tell(new TaskOutcome.StoreLost(task.id())),
                end -> {
                  walks.leaveAsynchronous();
                  leaveWith(outcome(end, task));
                });
        walk.recordFirst(() -> tell(new TaskOutcome.Accepted(task)));
      } else {
        parts
            .store()
            .add(
                new Addition(task, null, submission.key()),
                result -> submission.loop().execute(() -> leaveWith(outcome(result, task))));
      }
    }

    private Walk walk(Task task, LeaseId lease) {
      return carryOn(
          new Beginning(task, lease, true, submission.key(), clock),
          submission.loop(),
          () -> tell(new TaskOutcome.StoreLost(task.id())),
          end -> leaveWith(outcome(end, task)));
    }

    private TaskOutcome outcome(AddResult result, Task task) {
      return switch (result) {
        case AddResult.Added() -> {
          parts.listener().changed(task);
          yield new TaskOutcome.Accepted(task);
        }
        case AddResult.Twin(TaskId id, boolean same) ->
            same ? new TaskOutcome.Replayed(id) : new TaskOutcome.Mismatch(id);
        case AddResult.Unknown _ -> new TaskOutcome.StoreLost(task.id());
      };
    }

    private TaskOutcome outcome(WalkEnd end, Task task) {
      return switch (end) {
        case WalkEnd.Ended(Task ended, var ending) ->
            walks.isDraining() && ending instanceof Step.Ending.Abandoned
                ? new TaskOutcome.CutByShutdown(ended.id())
                : new TaskOutcome.Ended(ended, ending);
        case WalkEnd.Parked(Task parked) -> new TaskOutcome.Accepted(parked);
        case WalkEnd.Gone(TaskId id) ->
            walks.isDraining() ? new TaskOutcome.CutByShutdown(id) : new TaskOutcome.Elsewhere(id);
        case WalkEnd.NeverBegan _ -> new TaskOutcome.StoreLost(task.id());
        case WalkEnd.Twin(TaskId id, boolean same) ->
            same ? new TaskOutcome.Replayed(id) : new TaskOutcome.Mismatch(id);
      };
    }

    private void tell(TaskOutcome outcome) {
      if (!told) {
        told = true;
        submission.done().accept(outcome);
      }
    }

    void leaveWith(TaskOutcome outcome) {
      walks.leave();
      tell(outcome);
    }
  }

  /**
   * A name that is looked for once more, for as long as its task may take at most: the Registry may be
   * slower than that. Confined to its submission's loop.
   */
  private final class Lookup {

    private final Entry entry;
    private Loop.@Nullable Timer limit;
    private boolean ended;

    Lookup(Entry entry) {
      this.entry = entry;
    }

    void start() {
      lookups.add(this);
      limit = entry.submission.loop().after(longest(), this::end);
      try {
        sync.forUnknownName(this::endSoon);
      } catch (RuntimeException | Error bug) {
        forget();
        walks.leave();
        throw bug;
      }
    }

    /** Nobody waits a day for an answer to an asynchronous task. */
    private Duration longest() {
      Duration total = entry.submission.spec().limits().total();
      return entry.submission.spec().options().asynchronous() && total.compareTo(LOOKUP) > 0
          ? LOOKUP
          : total;
    }

    /** Any thread may call this. */
    void endSoon() {
      entry.submission.loop().execute(this::end);
    }

    private void end() {
      if (ended) {
        return;
      }
      forget();
      String name = entry.submission.spec().dropletName();
      Optional<Droplet> found = parts.directory().find(name);
      if (walks.isDraining()) {
        entry.leaveWith(new TaskOutcome.Draining());
      } else if (found.isEmpty()) {
        entry.leaveWith(
            new TaskOutcome.UnknownDroplet(
                name, parts.directory().names(), parts.directory().status()));
      } else {
        entry.begin(found.get());
      }
    }

    private void forget() {
      ended = true;
      lookups.remove(this);
      if (limit != null) {
        limit.cancel();
      }
    }
  }

  /** Carries on a task that the store gave this node; counted as asynchronous already. */
  void carryOn(Task task, LeaseId lease, Loop loop, Consumer<Walk> start) {
    carrying.carryOn(task, lease, loop, start);
  }

  /** A walk among those under way, that leaves them when it ends. */
  Walk carryOn(Beginning beginning, Loop loop, Runnable silence, Consumer<WalkEnd> done) {
    return carrying.carryOn(beginning, loop, silence, done);
  }

  /** How many tasks are under way. */
  public int underWay() {
    return walks.underWay();
  }

  /** Whether the service is stopping and takes nothing any more. */
  public boolean isDraining() {
    return walks.isDraining();
  }

  /**
   * Takes nothing any more, waits until what is under way has ended, and after the grace ends what
   * has not: a task that somebody waits for with an error, any other back into the store.
   */
  public void drain(Duration grace) throws InterruptedException {
    walks.close();
    if (walks.awaitQuiet(grace)) {
      return;
    }
    lookups.forEach(Lookup::endSoon);
    walks.all().forEach(Dispatcher::cut);
    if (!walks.awaitQuiet(LAST_ANSWERS)) {
      walks.all().forEach(Walk::drop);
      walks.awaitQuiet(LAST_ANSWERS);
    }
  }

  private static void cut(Walk walk) {
    boolean asynchronous = walk.task().spec().options().asynchronous();
    walk.ask(
        state ->
            !asynchronous
                ? new TaskEvent.Abandoned(CUT)
                : state instanceof TaskState.Running
                    ? new TaskEvent.AttemptLost("the node that made it stopped")
                    : null);
  }
}
