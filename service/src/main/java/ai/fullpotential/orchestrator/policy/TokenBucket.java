package ai.fullpotential.orchestrator.policy;

/**
 * A token for each call: they come at a rate, and as many are saved as a burst may take. Times are
 * readings of a monotonic clock in nanoseconds. Not safe for several threads.
 */
public final class TokenBucket {

  private static final double NANOS = 1e9;

  /** A token is whole again though its parts were not: sums of fractions are not exact. */
  private static final double CRUMB = 1e-9;

  private Rate rate;
  private double tokens;
  private long at;

  /**
   * A bucket.
   *
   * @param tokens what it holds now
   */
  public TokenBucket(Rate rate, double tokens, long now) {
    this.rate = rate;
    this.tokens = Math.min(tokens, rate.burst());
    this.at = now;
  }

  /** Whether it holds a token. */
  public boolean holdsOne(long now) {
    return held(now) + CRUMB >= 1;
  }

  /** Takes a token that it holds. */
  public void take(long now) {
    tokens = held(now) - 1;
    at = now;
  }

  /** How long until it holds one; 0 when it does. */
  public long nanosToOne(long now) {
    double lacking = 1 - held(now);
    return lacking <= CRUMB ? 0 : (long) Math.ceil(lacking / rate.perSecond() * NANOS);
  }

  /** How many it will have given by then, if all are taken at once. */
  public double heldIn(long now, long nanos) {
    return held(now) + rate.perSecond() * nanos / NANOS;
  }

  /** Goes on at another rate, with what it holds. */
  public void change(Rate other, long now) {
    tokens = Math.min(held(now), other.burst());
    at = now;
    rate = other;
  }

  private double held(long now) {
    return Math.min(rate.burst(), tokens + rate.perSecond() * Math.max(0, now - at) / NANOS);
  }
}
