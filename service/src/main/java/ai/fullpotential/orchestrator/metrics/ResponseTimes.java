package ai.fullpotential.orchestrator.metrics;

import java.time.Duration;

/**
 * How long finished tasks took, from acceptance to their end; all zero while there is none.
 *
 * @param count how many there were
 * @param sum of them all
 * @param min the shortest
 * @param max the longest
 * @param p50 half took at most this; at most 1% too long, like the other percentiles
 * @param p95 95 of 100 took at most this
 * @param p99 99 of 100 took at most this
 */
public record ResponseTimes(
    long count,
    Duration sum,
    Duration min,
    Duration max,
    Duration p50,
    Duration p95,
    Duration p99) {

  /** Of nothing that has finished. */
  static final ResponseTimes NONE =
      new ResponseTimes(
          0,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO);

  /** The mean. */
  public Duration avg() {
    return count == 0 ? Duration.ZERO : sum.dividedBy(count);
  }
}
