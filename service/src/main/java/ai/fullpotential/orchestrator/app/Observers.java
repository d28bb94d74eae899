package ai.fullpotential.orchestrator.app;

import ai.fullpotential.orchestrator.net.Auditor;
import ai.fullpotential.orchestrator.net.ExchangeListener;
import ai.fullpotential.orchestrator.task.TaskListener;
import java.util.List;

/**
 * Who hears of what happens, beside the metrics.
 *
 * @param requests of each request to this service
 * @param registryRequests of each request to the embedded Registry
 * @param tasks of each change of a task
 * @param audit of each request that changes something
 */
public record Observers(
    ExchangeListener requests,
    ExchangeListener registryRequests,
    TaskListener tasks,
    Auditor audit) {

  ExchangeListener requestsAnd(ExchangeListener more) {
    return (method, path, template, status, requestId, traceId, took) -> {
      requests.answered(method, path, template, status, requestId, traceId, took);
      more.answered(method, path, template, status, requestId, traceId, took);
    };
  }

  Observers andTasks(TaskListener... more) {
    return new Observers(requests, registryRequests, tasksAnd(more), audit);
  }

  TaskListener tasksAnd(TaskListener... more) {
    List<TaskListener> others = List.of(more);
    return task -> {
      tasks.changed(task);
      others.forEach(listener -> listener.changed(task));
    };
  }
}
