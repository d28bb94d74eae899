package ai.fullpotential.orchestrator.retry;

import java.time.Duration;

/** What follows a failed attempt. */
public sealed interface RetryDecision {

  /** Try again after the delay. */
  record Retry(Duration delay) implements RetryDecision {}

  /** Every allowed attempt was made. */
  record Exhausted() implements RetryDecision {}
}
