package ai.fullpotential.orchestrator.time;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what another thread does, where there is no latch to wait for. */
public final class Await {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LOOK_AGAIN_NANOS = 500_000;

  private Await() {}

  /** Returns as soon as the condition holds; fails when it does not within ten seconds. */
  public static void until(String what, BooleanSupplier condition) {
    SystemTime time = new SystemTime();
    long start = time.nanos();
    while (!condition.getAsBoolean()) {
      if (time.since(start).compareTo(PATIENCE) > 0) {
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }
}
