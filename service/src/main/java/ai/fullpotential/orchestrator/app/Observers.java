package ai.fullpotential.orchestrator.app;

import ai.fullpotential.orchestrator.net.ExchangeListener;
import ai.fullpotential.orchestrator.task.TaskListener;

/**
 * Who hears of what happens.
 *
 * @param requests of each request to this service
 * @param registryRequests of each request to the embedded Registry
 * @param tasks of each change of a task
 */
public record Observers(
    ExchangeListener requests, ExchangeListener registryRequests, TaskListener tasks) {

  TaskListener tasksAnd(TaskListener more) {
    return task -> {
      tasks.changed(task);
      more.changed(task);
    };
  }
}
