package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.time.Pause;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * How long the background sync waits: the interval after a success; after failures 1 s, 2 s, 4 s
 * and so on up to the interval, each shortened at random by up to a half, so that many nodes do not
 * fall upon a Registry that comes back at one moment.
 */
public final class SyncPace {

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  private final Duration interval;
  private final Backoff backoff;
  private final Pause pause;
  private final DoubleSupplier random;

  /** The usual pace. */
  public SyncPace(Duration interval, Pause pause) {
    this(interval, pause, () -> ThreadLocalRandom.current().nextDouble());
  }

  /** A pace whose random numbers, from 0 to below 1, are given. */
  SyncPace(Duration interval, Pause pause, DoubleSupplier random) {
    Duration first = interval.compareTo(FIRST_RETRY) < 0 ? interval : FIRST_RETRY;
    this.interval = interval;
    this.backoff = new Backoff(first, 2, interval);
    this.pause = pause;
    this.random = random;
  }

  /** The wait after so many failures in a row. */
  Duration after(int failures) {
    if (failures == 0) {
      return interval;
    }
    long nanos = backoff.before(failures).toNanos();
    return Duration.ofNanos(nanos - (long) (nanos / 2.0 * random.getAsDouble()));
  }

  void waitAfter(int failures) throws InterruptedException {
    pause.pause(after(failures));
  }
}
