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

  /** No list names such a droplet; nothing was recorded. */
  record UnknownDroplet(String requested, List<String> available, CacheStatus cacheStatus)
      implements TaskOutcome {}

  /** As many tasks are under way as may be; nothing was recorded. */
  record Full(int maxConcurrent) implements TaskOutcome {}

  /** The service is stopping and takes nothing any more; nothing was recorded. */
  record Draining() implements TaskOutcome {}

  /** The service stopped before the task had ended. */
  record CutByShutdown(TaskId id) implements TaskOutcome {}

  /** The store did not say that it recorded the task's state, so the task was not carried on. */
  record StoreLost(TaskId id) implements TaskOutcome {}
}
