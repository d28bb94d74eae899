package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.Step;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;

/** How a walk ended on this node. */
sealed interface WalkEnd {

  /** The task ended, and that is recorded. */
  record Ended(Task task, Step.Ending ending) implements WalkEnd {}

  /** The task waits, recorded and held by nobody. */
  record Parked(Task task) implements WalkEnd {}

  /** This node's lease no longer holds it; whoever holds it carries it on. */
  record Gone(TaskId id) implements WalkEnd {}

  /** As far as is known it was not recorded, and so never began. */
  record NeverBegan(TaskId id) implements WalkEnd {}

  /** Its idempotency key was used before; it never began. */
  record Twin(TaskId other, boolean same) implements WalkEnd {}
}
