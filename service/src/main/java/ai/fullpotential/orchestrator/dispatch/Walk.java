package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.invoke.DropletCall;
import ai.fullpotential.orchestrator.invoke.TargetUrl;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.registry.CacheStatus;
import ai.fullpotential.orchestrator.registry.Droplet;
import ai.fullpotential.orchestrator.registry.Snapshot;
import ai.fullpotential.orchestrator.task.AttemptResult;
import ai.fullpotential.orchestrator.task.Step;
import ai.fullpotential.orchestrator.task.Step.Command;
import ai.fullpotential.orchestrator.task.Target;
import ai.fullpotential.orchestrator.task.Target.RegistryState;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskMachine;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task on its way to its end. Carries out what {@link TaskMachine} commands, and decides nothing
 * itself. Confined to its loop.
 */
final class Walk {

  private static final Logger log = LoggerFactory.getLogger(Walk.class);

  private final Parts parts;
  private final Loop loop;
  private final Consumer<TaskOutcome> done;

  /** Follows the monotonic clock from the task's creation on, whatever the wall clock does. */
  private final InstantSource clock;

  private Task task;

  /** The task as it was last recorded: what a fault of ours ends it from. */
  private Task safe;

  private @Nullable BaseUrl droplet;
  private Loop.@Nullable Timer wake;
  private boolean ended;

  Walk(Task accepted, Parts parts, Loop loop, InstantSource clock, Consumer<TaskOutcome> done) {
    this.task = accepted;
    this.safe = accepted;
    this.parts = parts;
    this.loop = loop;
    this.clock = clock;
    this.done = done;
  }

  /** Begins, or goes on after a wait: looks the droplet up anew, so that it may have moved. */
  void proceed() {
    guarded(
        () -> {
          Optional<Droplet> found = parts.directory().find(task.spec().dropletName());
          droplet = found.map(Droplet::url).orElse(null);
          apply(
              droplet == null
                  ? new TaskEvent.DropletMissing()
                  : new TaskEvent.Due(
                      new Target(TargetUrl.of(droplet, task.spec().path()), knowledge())));
        });
  }

  /** Ends the walk where it stands, because the process stops. Any thread may call this. */
  void cut() {
    loop.execute(
        () -> {
          if (!ended) {
            abandon(
                "the service stopped before the task had ended",
                new TaskOutcome.CutByShutdown(task.id()));
          }
        });
  }

  private void apply(TaskEvent event) {
    if (ended) {
      return;
    }
    Step step = TaskMachine.step(task, event, clock.instant());
    task = step.task();
    parts
        .store()
        .save(task, result -> loop.execute(() -> guarded(() -> recorded(result, step.then()))));
  }

  private void recorded(SaveResult result, Command then) {
    if (ended) {
      return;
    }
    switch (result) {
      case SaveResult.Saved() -> {
        safe = task;
        tell(task);
        carryOut(then);
      }
      case SaveResult.Unknown(String why) -> {
        log.atWarn()
            .addKeyValue("task_id", task.id())
            .addKeyValue("reason", why)
            .log("task not recorded, and so not carried on");
        finish(new TaskOutcome.StoreLost(task.id()));
      }
    }
  }

  private void carryOut(Command command) {
    switch (command) {
      case Command.Call(_, Duration timeout) -> call(timeout);
      case Command.Wake(Instant at) ->
          wake = loop.after(Duration.between(clock.instant(), at), this::proceed);
      case Command.Answer(Step.Ending ending) -> finish(new TaskOutcome.Ended(task, ending));
    }
  }

  /** Recording the attempt took time too, which its task may not have had. */
  private void call(Duration timeout) {
    BaseUrl target = droplet;
    if (target == null) {
      throw new IllegalStateException("a call without a droplet");
    }
    Duration left = Duration.between(clock.instant(), task.deadline());
    if (!left.isPositive()) {
      apply(
          new TaskEvent.AttemptEnded(new AttemptResult.TimedOut("no time was left for the call")));
      return;
    }
    parts
        .caller()
        .call(
            new DropletCall(task, target, left.compareTo(timeout) < 0 ? left : timeout),
            loop,
            result -> guarded(() -> apply(new TaskEvent.AttemptEnded(result))));
  }

  private RegistryState knowledge() {
    if (parts.directory().status() == CacheStatus.ACTIVE) {
      return RegistryState.FRESH;
    }
    return parts.directory().snapshot().filter(Snapshot::isFromDisk).isPresent()
        ? RegistryState.DISK
        : RegistryState.STALE;
  }

  /** A bug of ours ends the task, and tells its caller so, instead of leaving both hanging. */
  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error bug) {
      logFault(bug, "task failed by a fault of this service");
      if (!ended) {
        abandon("internal error of the orchestrator", null);
      }
    }
  }

  /**
   * Ends the task from where it was last recorded, and tells its caller once that is recorded.
   *
   * @param told what the caller is told, or null for the end itself
   */
  private void abandon(String why, @Nullable TaskOutcome told) {
    if (safe.finished().isPresent()) {
      finish(told == null ? new TaskOutcome.Ended(safe, new Step.Ending.Abandoned()) : told);
      return;
    }
    Task end = TaskMachine.step(safe, new TaskEvent.Abandoned(why), clock.instant()).task();
    task = end;
    ended = true;
    TaskOutcome outcome =
        told == null ? new TaskOutcome.Ended(end, new Step.Ending.Abandoned()) : told;
    try {
      parts.store().save(end, result -> loop.execute(() -> abandoned(result, end, outcome)));
    } catch (RuntimeException | Error bug) {
      logFault(bug, "end of the task not recorded");
      finish(outcome);
    }
  }

  private void abandoned(SaveResult result, Task end, TaskOutcome outcome) {
    switch (result) {
      case SaveResult.Saved() -> {
        tell(end);
        finish(outcome);
      }
      case SaveResult.Unknown _ -> finish(new TaskOutcome.StoreLost(end.id()));
    }
  }

  /** A listener's fault costs what it wanted to note, and not the task. */
  private void tell(Task changed) {
    try {
      parts.listener().changed(changed);
    } catch (RuntimeException | Error bug) {
      logFault(bug, "listener failed");
    }
  }

  private void logFault(Throwable bug, String message) {
    log.atError()
        .setCause(bug)
        .addKeyValue("task_id", task.id())
        .addKeyValue("request_id", task.requestId())
        .log(message);
  }

  private void finish(TaskOutcome outcome) {
    ended = true;
    if (wake != null) {
      wake.cancel();
    }
    done.accept(outcome);
  }
}
