package ai.fullpotential.orchestrator.benchmarks;

import java.util.concurrent.locks.LockSupport;

/** So many a second, each at its time whatever became of those before. */
final class Pace {

  private static final long SECOND = 1_000_000_000;

  private final long begin = System.nanoTime();
  private final double perSecond;

  Pace(double perSecond) {
    this.perSecond = perSecond;
  }

  /** Waits until it is time for this one, and tells when that was, as {@link System#nanoTime} reads. */
  long await(int number) {
    long due = begin + (long) (number * SECOND / perSecond);
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return due;
  }
}
