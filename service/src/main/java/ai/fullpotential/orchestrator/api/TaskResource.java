package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.Dispatcher;
import ai.fullpotential.orchestrator.dispatch.Submission;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /tasks}: submitting, listing and reading tasks. */
public final class TaskResource {

  /** What 1.0 called a success. */
  private static final String DONE = "done";

  private static final List<String> STATUSES =
      Stream.concat(Arrays.stream(TaskStatus.values()).map(TaskStatus::wire), Stream.of(DONE))
          .toList();

  private final Dispatcher dispatcher;
  private final TaskStore store;
  private final TaskLimits limits;

  /**
   * The resource.
   *
   * @param limits what a task is given unless it says otherwise
   */
  public TaskResource(Dispatcher dispatcher, TaskStore store, TaskLimits limits) {
    this.dispatcher = dispatcher;
    this.store = store;
    this.limits = limits;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        Route.quick("POST", "/tasks", this::submit),
        Route.blocking("GET", "/tasks", this::list),
        Route.blocking("GET", "/tasks/{task_id}", this::read));
  }

  private void submit(Exchange exchange) {
    if (!Answers.takesJson(exchange)) {
      return;
    }
    switch (TaskRequest.read(exchange.body(), limits)) {
      case TaskRequest.Reading.Invalid(var faults) -> Answers.invalid(exchange, faults);
      case TaskRequest.Reading.Valid(var spec) ->
          dispatcher.submit(
              new Submission(
                  spec,
                  exchange.requestId(),
                  exchange.loop(),
                  outcome -> exchange.guarded(() -> TaskAnswer.send(exchange, outcome))));
    }
  }

  private void list(Exchange exchange) {
    Parameters parameters = Parameters.of(exchange);
    Optional<TaskStatus> status = parameters.word("status", STATUSES).map(TaskResource::status);
    Optional<String> droplet = parameters.text("droplet_name");
    int limit = parameters.integer("limit", 1, TaskQuery.MAX_LIMIT).orElse(TaskQuery.DEFAULT_LIMIT);
    if (!parameters.faults().isEmpty()) {
      Answers.invalid(exchange, parameters.faults());
    } else {
      TaskPage page = store.list(new TaskQuery(status, droplet, limit));
      exchange.respond(Response.json(200, TaskJson.page(page, limit)));
    }
  }

  private static TaskStatus status(String word) {
    return word.equals(DONE)
        ? TaskStatus.SUCCESS
        : TaskStatus.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private void read(Exchange exchange) {
    String id = exchange.pathParameter("task_id");
    store
        .find(new TaskId(id))
        .ifPresentOrElse(
            task -> exchange.respond(Response.json(200, TaskJson.record(task))),
            () ->
                exchange.fail(
                    ErrorCode.TASK_NOT_FOUND,
                    "Task '" + id + "' is not known; it never was, or is no longer kept.",
                    Map.of("task_id", id)));
  }
}
