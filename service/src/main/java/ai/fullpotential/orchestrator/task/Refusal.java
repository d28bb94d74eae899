package ai.fullpotential.orchestrator.task;

/** Why a droplet is not called for somebody who waits and is told so at once (contract B3). */
public enum Refusal {
  /** Its breaker is open: too many of its calls have failed. */
  BREAKER_OPEN,
  /** As many of its calls have been repeated as may be. */
  BUDGET_SPENT
}
