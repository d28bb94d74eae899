package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.invoke.DropletCall;
import ai.fullpotential.orchestrator.invoke.DropletCaller.Call;
import ai.fullpotential.orchestrator.task.AttemptResult;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
   * Makes the call.
   *
   * @param wanted the call as it is to be at the moment it is made, or null when there is none to make
   * @param done told its result
   * @param lost told instead when the lease is lost
   */
  void make(Supplier<@Nullable DropletCall> wanted, Consumer<AttemptResult> done, Runnable lost) {
    whenSure(
        () -> {
          DropletCall now = wanted.get();
          if (now == null) {
            done.accept(new AttemptResult.TimedOut("no time was left for the call"));
          } else {
            call = parts.caller().call(now, loop, done);
          }
        },
        lost);
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
