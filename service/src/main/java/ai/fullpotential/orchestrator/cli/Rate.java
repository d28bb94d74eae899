package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.time.Pause;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;

/** Lets so many lines a second pass at most. For one thread. */
final class Rate {

  private static final double NANOS = 1e9;

  private final int perSecond;
  private final TimeSource time;
  private final Pause pause;
  private final long start;
  private long passed;

  /** From now on. */
  Rate(int perSecond, TimeSource time, Pause pause) {
    this.perSecond = perSecond;
    this.time = time;
    this.pause = pause;
    this.start = time.nanos();
  }

  /** Waits until the lines that have passed before had the time that they should take. */
  void pass(int lines) throws InterruptedException {
    Duration due = Duration.ofNanos((long) (passed * NANOS / perSecond));
    Duration early = due.minus(time.since(start));
    if (early.isPositive()) {
      pause.pause(early);
    }
    passed += lines;
  }

  /** So many a second is so many in that time. */
  static double of(long lines, Duration took) {
    return took.isPositive() ? lines * NANOS / took.toNanos() : 0;
  }
}
