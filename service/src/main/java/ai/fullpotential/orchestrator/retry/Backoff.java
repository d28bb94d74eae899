package ai.fullpotential.orchestrator.retry;

import java.time.Duration;

/**
 * The wait before each retry: the initial wait, multiplied for every further one, up to a maximum.
 *
 * @param initial the wait before the first retry
 * @param multiplier what each further wait is multiplied by, 1 or more
 * @param max no wait is longer
 */
public record Backoff(Duration initial, double multiplier, Duration max) implements Waits {

  /** The longest wait that can be counted in nanoseconds: 292 years. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  /** Rejects a negative wait, a multiplier below 1, and a maximum of more than 292 years. */
  public Backoff {
    if (initial.isNegative()) {
      throw new IllegalArgumentException("initial wait " + initial + " is negative");
    }
    if (!(multiplier >= 1)) {
      throw new IllegalArgumentException("multiplier " + multiplier + " is below 1");
    }
    if (max.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("maximum wait " + max + " is beyond " + LONGEST);
    }
    if (max.compareTo(initial) < 0) {
      throw new IllegalArgumentException("maximum wait " + max + " is below the first, " + initial);
    }
  }

  /** Doubles from the base: base, 2 × base, 4 × base, …, at most an hour (or the base, if longer). */
  public static Backoff doubling(Duration base) {
    Duration hour = Duration.ofHours(1);
    return new Backoff(base, 2, base.compareTo(hour) > 0 ? base : hour);
  }

  @Override
  public Duration before(int retry) {
    if (retry < 1) {
      throw new IllegalArgumentException("retries are counted from 1, not " + retry);
    }
    double nanos = initial.toNanos() * Math.pow(multiplier, retry - 1.0);
    return nanos >= max.toNanos() ? max : Duration.ofNanos(Math.round(nanos));
  }
}
