package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.flow.Answer;
import ai.fullpotential.orchestrator.flow.Ask;
import ai.fullpotential.orchestrator.flow.Pass;
import ai.fullpotential.orchestrator.flow.Turn;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.policy.Breaker;
import ai.fullpotential.orchestrator.registry.Droplet;
import ai.fullpotential.orchestrator.task.AttemptResult;
import ai.fullpotential.orchestrator.task.Refusal;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskState;
import ai.fullpotential.orchestrator.task.TaskState.Waiting;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One walk's way to the gate of its droplet and through it: the place in the line, then the pass, of
 * which each is given back in the end whatever becomes of the walk. Confined to its loop.
 */
final class Approach {

  /** Who waits for longer is told why, and one that can wait in the store does. */
  private static final Duration WHY_AFTER = Duration.ofSeconds(1);

  private final Parts parts;
  private final Loop loop;
  private final Runnable answered;
  private final Runnable waitsLong;
  private boolean asking;
  private boolean wasInLine;
  private @Nullable Turn turn;
  private @Nullable Answer answer;
  private @Nullable Pass pass;
  private @Nullable BaseUrl droplet;
  private @Nullable String chosen;
  private Loop.@Nullable Timer why;
  private boolean over;

  /**
   * Nothing asked yet.
   *
   * @param answered to be called, on the loop, when {@link #event} has something to tell
   * @param waitsLong to be called once when it has not for a while
   */
  Approach(Parts parts, Loop loop, Runnable answered, Runnable waitsLong) {
    this.parts = parts;
    this.loop = loop;
    this.answered = answered;
    this.waitsLong = waitsLong;
  }

  private static boolean hasWaited(Task task) {
    return task.state() instanceof TaskState.Queued(_, Waiting reason, _) && reason.isAtGate();
  }

  /**
   * Asks for the task's next call.
   *
   * @param left how much time the task has
   */
  void ask(Task unrouted, Duration left) {
    giveBack(Breaker.End.UNSEEN);
    chosen = choose(unrouted);
    Task task = routed(unrouted);
    if (isUnanswered(task) || !Whereabouts.isKnown(task, parts.directory())) {
      answered.run();
      return;
    }
    asking = true;
    Turn entered =
        parts
            .gates()
            .enter(
                new Ask(
                    task.spec().dropletName(),
                    task.spec().options().priority(),
                    !task.attempts().isEmpty(),
                    task.spec().options().asynchronous(),
                    hasWaited(task)),
                loop,
                this::told);
    if (asking) {
      turn = entered;
      why = loop.after(left.compareTo(WHY_AFTER) < 0 ? left : WHY_AFTER, waitsLong);
    }
  }

  private @Nullable String choose(Task task) {
    String capability = task.spec().capability();
    String last = task.lastAttempt().map(task::dropletOf).orElse(null);
    return capability == null
        ? null
        : parts.routing().choose(capability, last).map(Droplet::name).orElse(null);
  }

  /** Whether it needs a droplet with a capability, and there is none. */
  private boolean isUnanswered(Task task) {
    return task.spec().capability() != null && chosen == null;
  }

  /** The task, for the droplet that was chosen for it, if one was to be. */
  Task routed(Task task) {
    return chosen == null ? task : task.routedTo(chosen);
  }

  private void told(Answer what) {
    asking = false;
    wasInLine = turn != null;
    turn = null;
    stopTiming();
    answer = what;
    if (over) {
      forgetAnswer();
    } else {
      answered.run();
    }
  }

  /** Whether it was answered and nobody has asked for the event yet. */
  boolean isAnswered() {
    return answer != null;
  }

  /** What happens to the task now: it was answered, or its droplet is not known. It may have moved. */
  TaskEvent event(Task task) {
    Answer what = answer;
    answer = null;
    return switch (what) {
      case null -> new TaskEvent.DropletMissing();
      case Answer.Go(Pass given) -> {
        pass = given;
        Whereabouts found =
            Whereabouts.of(routed(task), parts.directory(), parts.lease().node()).orElse(null);
        droplet = found == null ? null : found.droplet();
        yield found == null ? new TaskEvent.DropletMissing() : new TaskEvent.Due(found.target());
      }
      case Answer.Park(Waiting reason) -> new TaskEvent.Blocked(reason);
      // Shut while it waited: another droplet may do.
      case Answer.Refuse(var refusal) when wasInLine && chosen != null ->
          new TaskEvent.Blocked(
              refusal == Refusal.BREAKER_OPEN ? Waiting.BREAKER : Waiting.RETRY_BUDGET);
      case Answer.Refuse(var refusal) -> new TaskEvent.Refused(refusal);
    };
  }

  /** Where the call goes that was let through last. */
  BaseUrl droplet() {
    if (droplet == null) {
      throw new IllegalStateException("a call without a droplet");
    }
    return droplet;
  }

  /** Whether it waits in the line. */
  boolean isInLine() {
    return turn != null;
  }

  /**
   * What it waits for in the line, when it does. A task that can wait in the store leaves the line with
   * that: an answer would find it on its way there. So does one that another droplet would do for: it
   * chooses anew.
   */
  Optional<Waiting> waitsFor(Task task) {
    if (turn == null) {
      return Optional.empty();
    }
    Waiting reason = turn.waitsFor();
    if (reason != null
        && (task.spec().options().asynchronous() || task.spec().capability() != null)) {
      turn.leave();
      turn = null;
    }
    return Optional.ofNullable(reason);
  }

  /** The call has ended like this, or (null) was not made after all. */
  void called(@Nullable AttemptResult result) {
    giveBack(
        switch (result) {
          case null -> Breaker.End.UNSEEN;
          case AttemptResult.Answered answer when answer.status() < 500 -> Breaker.End.SUCCEEDED;
          case AttemptResult.Answered _,
              AttemptResult.TimedOut _,
              AttemptResult.Refused _,
              AttemptResult.Unresolved _,
              AttemptResult.Broken _ ->
              Breaker.End.FAILED;
        });
  }

  /** Gives everything back. */
  void leave() {
    over = true;
    if (turn != null) {
      turn.leave();
      turn = null;
    }
    stopTiming();
    forgetAnswer();
    giveBack(Breaker.End.UNSEEN);
  }

  private void giveBack(Breaker.End how) {
    Pass given = pass;
    pass = null;
    if (given != null) {
      given.end(how);
    }
  }

  private void stopTiming() {
    if (why != null) {
      why.cancel();
      why = null;
    }
  }

  private void forgetAnswer() {
    if (answer instanceof Answer.Go(Pass given)) {
      given.end(Breaker.End.UNSEEN);
    }
    answer = null;
  }
}
