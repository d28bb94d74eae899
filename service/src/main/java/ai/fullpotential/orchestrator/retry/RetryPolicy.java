package ai.fullpotential.orchestrator.retry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often, when and after what an attempt is repeated.
 *
 * @param maxRetries retries after the first attempt; 0 is one attempt
 * @param backoff the waits between
 * @param jitter how far a wait may be from its rule
 * @param on which ends are worth another attempt
 * @param respectRetryAfter whether a wait is as long as the droplet's Retry-After asks for, when that
 *     is longer; at most {@link #LONGEST_RETRY_AFTER}
 */
public record RetryPolicy(
    int maxRetries, Waits backoff, Jitter jitter, RetryOn on, boolean respectRetryAfter) {

  /** No droplet can put its tasks off for longer. */
  public static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

  /** Rejects a negative number of retries. */
  public RetryPolicy {
    if (maxRetries < 0) {
      throw new IllegalArgumentException("maxRetries " + maxRetries + " is negative");
    }
  }

  /** The plain policy of contract A3: exact waits, after 5xx and every way of not answering. */
  public RetryPolicy(int maxRetries, Waits backoff) {
    this(maxRetries, backoff, Jitter.NONE, RetryOn.DEFAULT, false);
  }

  /** The same with another number of retries. */
  public RetryPolicy withMaxRetries(int retries) {
    return new RetryPolicy(retries, backoff, jitter, on, respectRetryAfter);
  }

  /** The same, heeding Retry-After. */
  public RetryPolicy heedingRetryAfter() {
    return new RetryPolicy(maxRetries, backoff, jitter, on, true);
  }

  /**
   * What follows an attempt.
   *
   * @param retriesMade before it
   * @param chance from 0 to 1, what jitter is made of
   */
  public RetryDecision after(Failure failure, int retriesMade, double chance) {
    if (!on.covers(failure)) {
      return new RetryDecision.Final();
    }
    if (retriesMade >= maxRetries) {
      return new RetryDecision.Exhausted();
    }
    Duration wait = jitter.of(backoff.before(retriesMade + 1), chance);
    return new RetryDecision.Retry(longer(wait, asked(failure)));
  }

  private Duration asked(Failure failure) {
    @Nullable Duration asked =
        respectRetryAfter && failure instanceof Failure.Status status ? status.retryAfter() : null;
    if (asked == null) {
      return Duration.ZERO;
    }
    return asked.compareTo(LONGEST_RETRY_AFTER) < 0 ? asked : LONGEST_RETRY_AFTER;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
