package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskState;
import org.jspecify.annotations.Nullable;

/** What somebody asks of a walk, whatever state it will be in then. */
@FunctionalInterface
interface Request {
  /** The event for a task in this state, or null when there is none. */
  @Nullable TaskEvent event(TaskState state);
}
