package ai.fullpotential.orchestrator.policy;

import java.util.Arrays;

/**
 * How many retries a droplet is given (contract B3): a fifth of its first attempts and ten a second, each
 * saved for ten seconds, so that one that is sick is not beaten to death. A retry that succeeds gives
 * back what it spent, a second later: then there is less and less to be spared, and a droplet that has
 * come back gets ten more retries in each second than in the one before, not all at once. Times are
 * readings of a monotonic clock in nanoseconds. Not safe for several threads.
 */
public final class RetryBudget {

  /** What each first attempt adds. */
  public static final double PER_CALL = 0.2;

  /** What each second adds, over all nodes together. */
  public static final double PER_SECOND = 10;

  /** For how many seconds what was added can be spent. */
  public static final int SAVED_SECONDS = 10;

  /** How finely time is divided: what a second adds comes in as many parts. */
  public static final long PART_NANOS = 100_000_000;

  private static final int PARTS = 10;
  private static final int SAVED = SAVED_SECONDS * PARTS;

  /** Those that count, and those of the second to come. */
  private static final int RING = SAVED + PARTS + 1;

  /** Ten times a fifth is two, though the sum is a little less. */
  private static final double CRUMB = 1e-6;

  /** What is left of what each part of the last seconds added. */
  private final double[] saved = new double[RING];

  private double perPart;
  private long part;

  /**
   * As full as after ten quiet seconds.
   *
   * @param nodes how many share what each second adds
   */
  public RetryBudget(int nodes, long now) {
    this.part = Math.floorDiv(now, PART_NANOS);
    share(nodes);
    for (long p = part - SAVED + 1; p <= part; p++) {
      saved[index(p)] = perPart;
    }
  }

  /** From now on so many nodes share what each second adds. */
  public void share(int nodes) {
    perPart = PER_SECOND / PARTS / nodes;
  }

  /** A first attempt is made. */
  public void called(long now) {
    passTo(now);
    saved[index(part)] += PER_CALL;
  }

  /** Whether there is enough for a retry. */
  public boolean hasOne(long now) {
    return sum(now) + CRUMB >= 1;
  }

  /** Spends a retry that there is enough for, of what was saved first. */
  public void spend(long now) {
    passTo(now);
    double rest = 1;
    for (long p = part - SAVED + 1; p <= part && rest > 0; p++) {
      double some = Math.min(rest, saved[index(p)]);
      saved[index(p)] -= some;
      rest -= some;
    }
  }

  /** A retry has succeeded. */
  public void giveBack(long now) {
    passTo(now);
    saved[index(part + PARTS)] += 1;
  }

  /** How many retries there is enough for. */
  public int left(long now) {
    return (int) (sum(now) + CRUMB);
  }

  private double sum(long now) {
    passTo(now);
    double sum = 0;
    for (long p = part - SAVED + 1; p <= part; p++) {
      sum += saved[index(p)];
    }
    return sum;
  }

  private void passTo(long now) {
    long current = Math.floorDiv(now, PART_NANOS);
    if (current - part > RING) {
      Arrays.fill(saved, 0);
      part = current - SAVED;
    }
    while (part < current) {
      part++;
      saved[index(part - SAVED)] = 0;
      saved[index(part)] += perPart;
    }
  }

  private static int index(long part) {
    return (int) Math.floorMod(part, (long) RING);
  }
}
