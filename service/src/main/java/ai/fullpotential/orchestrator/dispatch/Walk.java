package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.invoke.DropletCall;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Step;
import ai.fullpotential.orchestrator.task.Step.Command;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskMachine;
import ai.fullpotential.orchestrator.task.TaskState;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One task on its way to its end, or to its next long wait. Carries out what {@link TaskMachine}
 * commands, and decides nothing itself. Confined to its loop.
 */
final class Walk {

  private final Parts parts;
  private final Loop loop;
  private final LeaseId lease;
  private final Consumer<WalkEnd> done;
  private final Recorder recorder;
  private final Approach approach;

  /** Follows the monotonic clock from the walk's beginning on, whatever the wall clock does. */
  private final InstantSource clock;

  private Task task;

  /** The task as it was last recorded: what a fault of ours ends it from. */
  private Task safe;

  private Loop.@Nullable Timer wake;
  private @Nullable AttemptCall call;
  private @Nullable WalkRequest asked;
  private boolean recording;
  private boolean ended;

  /**
   * A walk that has not begun.
   *
   * @param beginning what is to be done, and under which lease
   * @param silence told when the store does not say what became of a change
   * @param done told the end, once
   */
  Walk(Beginning beginning, Parts parts, Loop loop, Runnable silence, Consumer<WalkEnd> done) {
    this.task = beginning.task();
    this.safe = task;
    this.lease = beginning.lease();
    this.clock = beginning.clock();
    this.parts = parts;
    this.loop = loop;
    this.done = done;
    this.approach = new Approach(parts, loop, this::heed, this::tellWhy);
    this.recorder = new Recorder(parts.store(), loop, beginning, silence);
  }

  Task task() {
    return safe;
  }

  LeaseId lease() {
    return lease;
  }

  /** Goes on with a task that another walk or node left, whatever it was left at. */
  void resume() {
    guarded(
        () -> {
          switch (task.state()) {
            case TaskState.Running _ ->
                apply(new TaskEvent.AttemptLost("the node that made it is gone"));
            case TaskState.Queued(Instant until, var reason, _)
                when !reason.isAtGate() && until.isAfter(clock.instant()) ->
                record(List.of(), () -> waitUntil(until));
            case TaskState.Queued _ -> proceed();
            case TaskState.Held _ -> record(List.of(), () -> finish(new WalkEnd.Parked(task)));
            case TaskState.Finished _ -> finish(new WalkEnd.Gone(task.id()));
          }
        });
  }

  /** Begins, or goes on after a wait: looks the droplet up anew, so that it may have moved. */
  void proceed() {
    guarded(
        () -> {
          call = new AttemptCall(parts, loop, lease);
          call.whenSure(() -> guarded(this::next), this::lose);
        });
  }

  private void next() {
    approach.ask(task, Duration.between(clock.instant(), task.deadline()));
  }

  /** What the gate has answered, perhaps only now. */
  private void heed() {
    if (!recording && !ended) {
      guarded(
          () -> {
            stopWaiting();
            apply(approach.event(task));
          });
    }
  }

  /** Whoever has waited in the line for a while is told of in the record. */
  private void tellWhy() {
    if (!recording && !ended) {
      guarded(() -> approach.waitsFor(task).ifPresent(why -> apply(new TaskEvent.Blocked(why))));
    }
  }

  /** Records the new task as it is, tells when that is done, and then begins. */
  void recordFirst(Runnable recorded) {
    guarded(
        () ->
            record(
                List.of(),
                () -> {
                  recorded.run();
                  proceed();
                }));
  }

  /** Does what somebody asks for, as soon as no change is being recorded. Any thread may call this. */
  void ask(WalkRequest request) {
    loop.execute(
        () -> {
          if (recording) {
            asked = request;
          } else if (!ended) {
            guarded(() -> answer(request, () -> {}));
          }
        });
  }

  private void answer(WalkRequest request, Runnable otherwise) {
    TaskEvent event =
        task.state() instanceof TaskState.Finished ? null : request.event(task.state());
    if (event == null) {
      otherwise.run();
    } else {
      endCall();
      apply(event);
    }
  }

  /** Goes no further: the lease is lost, or the process ends and cannot record any more. */
  void drop() {
    loop.execute(
        () -> {
          if (!ended) {
            lose();
          }
        });
  }

  private void lose() {
    finish(recorder.isUnsure() ? new WalkEnd.NeverBegan(task.id()) : new WalkEnd.Gone(task.id()));
  }

  private void apply(TaskEvent event) {
    if (ended) {
      return;
    }
    Instant now = clock.instant();
    Step step = TaskMachine.step(approach.routed(task), event, now);
    task = step.task();
    List<Task> follows = parts.followers().of(task, now);
    recording = true;
    parts
        .followers()
        .before(task, loop, () -> guarded(() -> record(follows, () -> carryOut(step.then()))));
  }

  private void record(List<Task> follows, Runnable then) {
    recording = true;
    recorder.record(task, follows, result -> guarded(() -> recorded(result, follows, then)));
  }

  private void recorded(Recorder.Recorded result, List<Task> follows, Runnable then) {
    recording = false;
    if (ended) {
      return;
    }
    switch (result) {
      case Recorder.Recorded.Safe() -> {
        safe = task;
        Faults.tell(parts.listener(), task);
        follows.forEach(follower -> Faults.tell(parts.listener(), follower));
        WalkRequest request = asked;
        asked = null;
        Runnable next = isAnsweredMeanwhile() ? this::heed : then;
        if (request == null) {
          next.run();
        } else {
          answer(request, next);
        }
      }
      case Recorder.Recorded.Lost() -> finish(new WalkEnd.Gone(task.id()));
      case Recorder.Recorded.NeverBegan() -> finish(new WalkEnd.NeverBegan(task.id()));
      case Recorder.Recorded.Twin(var twin) -> finish(new WalkEnd.Twin(twin.id(), twin.same()));
    }
  }

  /** Whether the gate has let a task through that still waits for it here. */
  private boolean isAnsweredMeanwhile() {
    return approach.isAnswered()
        && task.state() instanceof TaskState.Queued
        && Recorder.keeps(task);
  }

  private void carryOut(Command command) {
    switch (command) {
      case Command.Call(_, Duration timeout) -> call(timeout);
      case Command.Wake(Instant at) -> waitUntil(at);
      case Command.Hold() -> finish(new WalkEnd.Parked(task));
      case Command.Answer(Step.Ending ending) -> finish(new WalkEnd.Ended(task, ending));
    }
  }

  /** A task that was recorded as free may be another walk's already, even when it is due again. */
  private void waitUntil(Instant at) {
    if (Recorder.keeps(task)) {
      Runnable then = approach.isInLine() ? this::tellWhy : this::proceed;
      wake = loop.after(Duration.between(clock.instant(), at), then);
    } else {
      finish(new WalkEnd.Parked(task));
    }
  }

  private void call(Duration timeout) {
    AttemptCall attempt = new AttemptCall(parts, loop, lease);
    call = attempt;
    attempt.make(
        new DropletCall(task, approach.droplet(), timeout),
        clock,
        result ->
            guarded(
                () -> {
                  approach.called(attempt.wasMade() ? result : null);
                  apply(new TaskEvent.AttemptEnded(result));
                }),
        this::lose);
  }

  /** A bug of ours ends the task, and tells its caller so, instead of leaving both hanging. */
  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error bug) {
      Faults.log(task, bug, "task failed by a fault of this service");
      if (!ended) {
        abandon();
      }
    }
  }

  /** Ends the task from where it was last recorded, and tells its caller once that is recorded. */
  private void abandon() {
    if (safe.finished().isPresent()) {
      finish(new WalkEnd.Ended(safe, new Step.Ending.Abandoned()));
      return;
    }
    endCall();
    ended = true;
    Abandonment.of(safe, clock.instant(), recorder, parts.listener(), this::finish);
  }

  private void endCall() {
    if (call != null) {
      call.cut();
      call = null;
    }
    stopWaiting();
  }

  private void stopWaiting() {
    if (wake != null) {
      wake.cancel();
      wake = null;
    }
  }

  private void finish(WalkEnd end) {
    ended = true;
    recorder.stop();
    endCall();
    approach.leave();
    done.accept(end);
  }
}
