package ai.fullpotential.orchestrator.retry;

import java.time.Duration;

/** What follows an attempt. */
public sealed interface RetryDecision {

  /** Try again after the delay. */
  record Retry(Duration delay) implements RetryDecision {}

  /** Worth another attempt, but every allowed one was made. */
  record Exhausted() implements RetryDecision {}

  /** Not worth another attempt, however many are left. */
  record Final() implements RetryDecision {}
}
