package ai.fullpotential.orchestrator.retry;

import java.time.Duration;

/**
 * How far a wait may be from what it should be, so that what failed together does not come back
 * together.
 *
 * @param below the share of the wait by which it may be shorter, 0 to 1
 * @param above the share of the wait by which it may be longer, 0 to 1
 */
public record Jitter(double below, double above) {

  /** Exactly the wait. */
  public static final Jitter NONE = new Jitter(0, 0);

  /** Anything from nothing to the wait. */
  public static final Jitter FULL = new Jitter(1, 0);

  /** Rejects shares outside 0 to 1. */
  public Jitter {
    if (!(below >= 0 && below <= 1 && above >= 0 && above <= 1)) {
      throw new IllegalArgumentException("shares " + below + ", " + above + " are not 0 to 1");
    }
  }

  /** Up to so many percent shorter or longer. */
  public static Jitter percent(double percent) {
    return new Jitter(percent / 100, percent / 100);
  }

  /**
   * The wait with a share of chance.
   *
   * @param chance from 0 to 1
   */
  Duration of(Duration wait, double chance) {
    if (below == 0 && above == 0) {
      return wait;
    }
    double share = 1 - below + chance * (below + above);
    return Duration.ofNanos(Math.round(Math.min(wait.toNanos() * share, Long.MAX_VALUE)));
  }
}
