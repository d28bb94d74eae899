package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.invoke.TargetUrl;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.registry.Droplet;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Step;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.task.TaskState;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
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

  private static final String CUT = "the service stopped before the task had ended";

  private final Parts parts;
  private final Names names;
  private final Function<Instant, TaskId> ids;
  private final Walks walks;

  /**
   * A dispatcher.
   *
   * @param ids makes the name of a task that is accepted at this time
   * @param walks the tasks under way
   */
  public Dispatcher(Parts parts, OnDemandSync sync, Function<Instant, TaskId> ids, Walks walks) {
    this.parts = parts;
    this.names = new Names(parts.directory(), sync);
    this.ids = ids;
    this.walks = walks;
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
    try {
      names.find(submission.spec(), submission.loop(), entry::named);
    } catch (RuntimeException | Error bug) {
      walks.leave();
      throw bug;
    }
  }

  /** What a submission would be. */
  @FunctionalInterface
  public interface Plan {
    /**
     * All is known.
     *
     * @param spec with every droplet's name as its Registry spells it
     * @param targetUrl what would be called now, or null when no droplet has the capability
     */
    void is(TaskSpec spec, @Nullable String targetUrl);
  }

  /**
   * Tells what a submission would be, and takes nothing in.
   *
   * @param loop the one that this is called on, and on which it is told
   */
  public void resolve(TaskSpec asked, Loop loop, Plan plan, Consumer<TaskOutcome> unknown) {
    names.find(
        asked,
        loop,
        found -> {
          switch (found) {
            case Spelling.Found.All(TaskSpec spec, var named) -> plan(spec, named, plan);
            case Spelling.Found.Unknown(String name) -> unknown.accept(names.unknown(name));
          }
        });
  }

  private void plan(TaskSpec spec, @Nullable BaseUrl named, Plan plan) {
    String capability = spec.capability();
    Droplet best = capability == null ? null : parts.routing().best(capability, null).orElse(null);
    if (best != null) {
      plan.is(spec.forDroplet(best.name()), TargetUrl.of(best.url(), spec.path()));
    } else {
      plan.is(spec, named == null ? null : TargetUrl.of(named, spec.path()));
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

    void named(Spelling.Found found) {
      if (walks.isDraining()) {
        leaveWith(new TaskOutcome.Draining());
        return;
      }
      switch (found) {
        case Spelling.Found.All(TaskSpec spec, _) -> begin(spec);
        case Spelling.Found.Unknown(String name) -> leaveWith(names.unknown(name));
      }
    }

    private void begin(TaskSpec spec) {
      Optional<LeaseId> lease = parts.lease().id();
      Task task = Task.accepted(ids.apply(acceptedAt), submission.origin(), spec, acceptedAt);
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
      if (due && lease != null && walks.turnAsynchronous()) {
        Walk walk =
            carryOn(
                new Beginning(task, lease, true, submission.key(), clock),
                submission.loop(),
                () -> tell(new TaskOutcome.StoreLost(task.id())),
                end -> {
                  walks.leaveAsynchronous();
                  tell(outcome(end, task));
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
        case WalkEnd.NeverBegan _ -> {
          walks.unsure();
          yield new TaskOutcome.StoreLost(task.id());
        }
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

  /** Carries on a task that the store gave this node; counted as asynchronous already. */
  void carryOn(Task task, LeaseId lease, Loop loop) {
    Walk walk =
        carryOn(
            new Beginning(task, lease, false, null, parts.time().anchored()),
            loop,
            () -> {},
            _ -> walks.leaveAsynchronous());
    loop.execute(walk::resume);
  }

  /** A walk among those under way, that leaves them when it ends. */
  Walk carryOn(Beginning beginning, Loop loop, Runnable silence, Consumer<WalkEnd> done) {
    Walk[] self = new Walk[1];
    Walk walk =
        new Walk(
            beginning,
            parts,
            loop,
            silence,
            end -> {
              walks.remove(self[0]);
              done.accept(end);
              // Its change may have been too late for the record, and the task this node's all the
              // same.
              if (end instanceof WalkEnd.Gone) {
                walks.unsure();
              }
            });
    self[0] = walk;
    walks.add(walk);
    return walk;
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
    names.hurry();
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
