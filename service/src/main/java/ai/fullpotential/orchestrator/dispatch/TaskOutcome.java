package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.registry.CacheStatus;
import ai.fullpotential.orchestrator.task.Step;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import java.util.List;

/** What became of what a caller handed in. */
public sealed interface TaskOutcome {

  /** The task ran to its end, and that end is recorded. */
  record Ended(Task task, Step.Ending ending) implements TaskOutcome {}

  /** The task is recorded and will run; nobody waits for it. */
  record Accepted(Task task) implements TaskOutcome {}

  /** Another node carries the task on; its end can be waited for. */
  record Elsewhere(TaskId id) implements TaskOutcome {}

  /** The same request came before under the same idempotency key, as this task. */
  record Replayed(TaskId id) implements TaskOutcome {}

  /** Another request came before under the same idempotency key; nothing was recorded. */
  record Mismatch(TaskId id) implements TaskOutcome {}

  /** No list names such droplets; nothing was recorded. */
  record UnknownDroplet(String requested, List<String> available, CacheStatus cacheStatus)
      implements TaskOutcome {}

  /** As many tasks are under way as may be; nothing was recorded. */
  record Full(int maxConcurrent) implements TaskOutcome {}

  /** The service is stopping and takes nothing any more; nothing was recorded. */
  record Draining() implements TaskOutcome {}

  /** The service stopped before the task had ended. */
  record CutByShutdown(TaskId id) implements TaskOutcome {}

  /** The store did not say whether it recorded the task's state; if it did, the task goes on. */
  record StoreLost(TaskId id) implements TaskOutcome {}

  /** The store cannot be reached; nothing was recorded. */
  record NoStore() implements TaskOutcome {}
}
