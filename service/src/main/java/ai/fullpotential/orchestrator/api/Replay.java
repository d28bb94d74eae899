package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskSpec;

/** What is asked for again by a replay. */
public final class Replay {
  private Replay() {}

  /** The same call with the same options, now, asynchronously, with the time that such a task has. */
  public static TaskSpec of(Task task, TaskDefaults defaults) {
    TaskSpec spec = task.spec();
    TaskOptions options = spec.options();
    TaskOptions now =
        new TaskOptions(
            true,
            options.priority(),
            null,
            null,
            options.onUnknown(),
            options.tags(),
            options.callback(),
            options.then(),
            options.recipient());
    TaskLimits limits = spec.limits();
    TaskLimits same =
        options.asynchronous()
            ? limits
            : new TaskLimits(
                limits.retry(),
                limits.attemptTimeout(),
                TaskDefaults.ASYNC_TOTAL,
                defaults.asyncKeepBytes());
    return spec.unrouted().withOptions(now).withLimits(same);
  }
}
