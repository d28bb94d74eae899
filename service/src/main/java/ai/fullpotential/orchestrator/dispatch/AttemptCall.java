package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.invoke.DropletCall;
import ai.fullpotential.orchestrator.invoke.DropletCaller.Call;
import ai.fullpotential.orchestrator.task.AttemptResult;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The call of one attempt, made only at a moment at which the lease surely holds. Confined to its loop.
 */
final class AttemptCall {

  private static final Duration LOOK_AT_LEASE = Duration.ofMillis(20);

  private final Parts parts;
  private final Loop loop;
  private final LeaseId lease;
  private Loop.@Nullable Timer wait;
  private @Nullable Call call;
  private boolean made;

  AttemptCall(Parts parts, Loop loop, LeaseId lease) {
    this.parts = parts;
    this.loop = loop;
    this.lease = lease;
  }

  /** Goes on as soon as the lease surely holds, at once if it does, or tells that it is lost. */
  void whenSure(Runnable then, Runnable lost) {
    if (parts.lease().surelyHolds(lease)) {
      then.run();
    } else if (parts.lease().hasLost(lease)) {
      lost.run();
    } else {
      wait = loop.after(LOOK_AT_LEASE, () -> whenSure(then, lost));
    }
  }

  /**
   * Makes the call, for no longer than its task has left: recording the attempt took time too.
   *
   * @param clock what tells how much that is
   * @param done told its result
   * @param lost told instead when the lease is lost
   */
  void make(DropletCall wanted, InstantSource clock, Consumer<AttemptResult> done, Runnable lost) {
    whenSure(
        () -> {
          Duration left = Duration.between(clock.instant(), wanted.task().deadline());
          if (left.isPositive()) {
            made = true;
            call = parts.caller().call(wanted.within(left), loop, done);
          } else {
            done.accept(new AttemptResult.TimedOut("no time was left for the call"));
          }
        },
        lost);
  }

  /** Whether the droplet was called at all. */
  boolean wasMade() {
    return made;
  }

  /** Ends the call, or the wait for it. */
  void cut() {
    if (call != null) {
      call.cut();
    }
    if (wait != null) {
      wait.cancel();
    }
  }
}
