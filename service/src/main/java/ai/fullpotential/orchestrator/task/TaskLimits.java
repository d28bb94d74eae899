package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.retry.RetryPolicy;
import java.time.Duration;

/**
 * How often a task is tried, and for how long.
 *
 * @param retry how often and when a failed attempt is repeated
 * @param attemptTimeout what one attempt may take, from connecting to the last byte of its answer
 * @param total what the whole task may take, waits included
 * @param keepBytes how many bytes of an answer the record keeps
 */
public record TaskLimits(
    RetryPolicy retry, Duration attemptTimeout, Duration total, int keepBytes) {

  /** Rejects times that leave no room for an attempt. */
  public TaskLimits {
    if (!attemptTimeout.isPositive()) {
      throw new IllegalArgumentException("attemptTimeout " + attemptTimeout + " is not positive");
    }
    if (!total.isPositive()) {
      throw new IllegalArgumentException("total " + total + " is not positive");
    }
    if (keepBytes < 0) {
      throw new IllegalArgumentException("keepBytes " + keepBytes + " is negative");
    }
  }
}
