package ai.fullpotential.orchestrator.policy;

import java.util.Arrays;

/**
 * How many retries a droplet is given (contract B3): a fifth of its first attempts and ten a second, each
 * saved for ten seconds, so that one that is sick is not beaten to death. A retry that succeeds gives
 * back what it spent: then there is nothing to be spared. Times are readings of a monotonic clock in
 * nanoseconds. Not safe for several threads.
 */
public final class RetryBudget {

  /** What each first attempt adds. */
  public static final double PER_CALL = 0.2;

  /** What each second adds, over all nodes together. */
  public static final double PER_SECOND = 10;

  /** For how many seconds what was added can be spent. */
  public static final int SAVED_SECONDS = 10;

  private static final long SECOND = 1_000_000_000;

  /** Ten times a fifth is two, though the sum is a little less. */
  private static final double CRUMB = 1e-6;

  /** What is left of what each of the last seconds added, by the second. */
  private final double[] saved = new double[SAVED_SECONDS];

  private double perSecond;
  private long second;

  /**
   * As full as after ten quiet seconds.
   *
   * @param nodes how many share what each second adds
   */
  public RetryBudget(int nodes, long now) {
    this.perSecond = PER_SECOND / nodes;
    this.second = Math.floorDiv(now, SECOND);
    Arrays.fill(saved, perSecond);
  }

  /** From now on so many nodes share what each second adds. */
  public void share(int nodes) {
    perSecond = PER_SECOND / nodes;
  }

  /** A first attempt is made. */
  public void called(long now) {
    passTo(now);
    saved[slot(second)] += PER_CALL;
  }

  /** Whether there is enough for a retry. */
  public boolean hasOne(long now) {
    passTo(now);
    return Arrays.stream(saved).sum() + CRUMB >= 1;
  }

  /** Spends a retry that there is enough for, of what was saved first. */
  public void spend(long now) {
    passTo(now);
    double rest = 1;
    for (long s = second - SAVED_SECONDS + 1; s <= second && rest > 0; s++) {
      double part = Math.min(rest, saved[slot(s)]);
      saved[slot(s)] -= part;
      rest -= part;
    }
  }

  /** A retry has succeeded. */
  public void giveBack(long now) {
    passTo(now);
    saved[slot(second)] += 1;
  }

  /** How many retries there is enough for. */
  public int left(long now) {
    passTo(now);
    return (int) (Arrays.stream(saved).sum() + CRUMB);
  }

  private void passTo(long now) {
    long current = Math.floorDiv(now, SECOND);
    long from = Math.max(second, current - SAVED_SECONDS);
    for (long s = from + 1; s <= current; s++) {
      saved[slot(s)] = perSecond;
    }
    second = Math.max(second, current);
  }

  private static int slot(long second) {
    return (int) Math.floorMod(second, (long) SAVED_SECONDS);
  }
}
