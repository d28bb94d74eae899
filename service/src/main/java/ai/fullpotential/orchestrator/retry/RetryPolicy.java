package ai.fullpotential.orchestrator.retry;

/**
 * How often and when a failed attempt is repeated.
 *
 * @param maxRetries retries after the first attempt; 0 is one attempt
 * @param backoff the waits between
 */
public record RetryPolicy(int maxRetries, Backoff backoff) {

  /** Rejects a negative number of retries. */
  public RetryPolicy {
    if (maxRetries < 0) {
      throw new IllegalArgumentException("maxRetries " + maxRetries + " is negative");
    }
  }

  /** What follows an attempt that failed in a way worth repeating, after so many retries. */
  public RetryDecision afterFailure(int retriesMade) {
    return retriesMade < maxRetries
        ? new RetryDecision.Retry(backoff.before(retriesMade + 1))
        : new RetryDecision.Exhausted();
  }
}
