package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.task.TaskState.Waiting;

/** Why a call cannot be made now, what weighs most first. */
enum Held {
  PAUSED(Waiting.PAUSED),
  BREAKER(Waiting.BREAKER),
  BUDGET(Waiting.RETRY_BUDGET),
  SLOT(Waiting.CONCURRENCY),
  TOKEN(Waiting.RATE_LIMIT);

  private final Waiting reason;

  Held(Waiting reason) {
    this.reason = reason;
  }

  /** What a task waits for then. */
  Waiting reason() {
    return reason;
  }
}
