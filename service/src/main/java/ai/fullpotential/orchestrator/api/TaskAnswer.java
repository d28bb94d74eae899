package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.TaskOutcome;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.registry.CacheStatus;
import ai.fullpotential.orchestrator.task.Attempt;
import ai.fullpotential.orchestrator.task.Refusal;
import ai.fullpotential.orchestrator.task.Step.Ending;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskState.Finished;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a submitted task, in HTTP (the table of contract A2). */
final class TaskAnswer {

  private static final String RETRY_SOON = "1";

  private TaskAnswer() {}

  static void send(Exchange exchange, TaskOutcome outcome) {
    exchange.respond(of(exchange, outcome));
  }

  static Response of(Exchange exchange, TaskOutcome outcome) {
    noteTask(exchange, outcome);
    return switch (outcome) {
      case TaskOutcome.Ended(Task task, Ending ending) -> ended(exchange, task, ending);
      case TaskOutcome.Accepted(Task task) -> accepted(task);
      case TaskOutcome.Elsewhere(TaskId id) ->
          exchange.failure(
              ErrorCode.STORE_UNAVAILABLE,
              "Another node carries the task on; ask for it at " + path(id) + ".",
              Map.of("task_id", id.value()));
      case TaskOutcome.Replayed(TaskId id) ->
          exchange.failure(
              ErrorCode.TASK_NOT_FOUND,
              "The task that was made under this Idempotency-Key is no longer kept.",
              Map.of("task_id", id.value()));
      case TaskOutcome.Mismatch(TaskId id) ->
          exchange.failure(
              ErrorCode.IDEMPOTENCY_MISMATCH,
              "This Idempotency-Key was used for another request. Send that one again, or use another key.",
              Map.of("task_id", id.value()));
      case TaskOutcome.UnknownDroplet unknown -> unknown(exchange, unknown);
      case TaskOutcome.Full(int max) ->
          soon(
              exchange.failure(
                  ErrorCode.OVERLOADED,
                  max
                      + " tasks are under way, which is as many as may be (MAX_CONCURRENT_TASKS). Try again.",
                  Map.of("max_concurrent_tasks", max)));
      case TaskOutcome.Draining() ->
          soon(
              exchange.failure(
                  ErrorCode.OVERLOADED,
                  "The orchestrator is stopping and takes no new task. Try again.",
                  Map.of()));
      case TaskOutcome.CutByShutdown(TaskId id) ->
          exchange.failure(
              ErrorCode.OVERLOADED,
              "The orchestrator stopped before the task had ended; the droplet may have been called.",
              Map.of("task_id", id.value()));
      case TaskOutcome.StoreLost(TaskId id) ->
          soon(
              exchange.failure(
                  ErrorCode.STORE_UNAVAILABLE,
                  "It is not known whether the task was recorded. Try again, best with an Idempotency-Key.",
                  Map.of("task_id", id.value())));
      case TaskOutcome.NoStore() -> noStore(exchange);
    };
  }

  private static void noteTask(Exchange exchange, TaskOutcome outcome) {
    switch (outcome) {
      case TaskOutcome.Ended(Task task, Ending _) -> exchange.concerns(task.id().value());
      case TaskOutcome.Accepted(Task task) -> exchange.concerns(task.id().value());
      default -> {
        // made no task that anybody could look at
      }
    }
  }

  /** The answer while the store cannot be reached. */
  static Response noStore(Exchange exchange) {
    return soon(
        exchange.failure(
            ErrorCode.STORE_UNAVAILABLE,
            "The store of tasks cannot be reached. Try again.",
            Map.of()));
  }

  private static Response soon(Response response) {
    return response.with("Retry-After", RETRY_SOON);
  }

  private static Response unknown(Exchange exchange, TaskOutcome.UnknownDroplet unknown) {
    return exchange.failure(
        ErrorCode.DROPLET_NOT_FOUND,
        unknown.cacheStatus() == CacheStatus.UNAVAILABLE
            ? "Droplet '"
                + unknown.requested()
                + "' is not known: the Registry cannot be reached, and no list was ever known"
            : "Droplet '" + unknown.requested() + "' not found in registry",
        details(
            "requested_droplet", unknown.requested(),
            "available_droplets", unknown.available(),
            "cache_status", unknown.cacheStatus().wire()));
  }

  /** Where a task can be asked for. */
  static String path(TaskId id) {
    return "/orchestrator/tasks/" + id.value();
  }

  static Response accepted(Task task) {
    return Response.json(202, TaskJson.accepted(task)).with("Location", path(task.id()));
  }

  private static Response ended(Exchange exchange, Task task, Ending ending) {
    Finished end = task.finished().orElse(null);
    if (end == null) {
      throw new IllegalStateException("task " + task.id() + " ended without an end");
    }
    return switch (ending) {
      case Ending.Responded(var body) -> Response.json(200, TaskJson.answer(task, end, body));
      case Ending.Unreachable() ->
          exchange.failure(
              ErrorCode.DROPLET_UNREACHABLE,
              who(task) + " did not succeed in " + attempts(task) + "; last: " + end.errorMessage(),
              failure(task, end));
      case Ending.Refused(Refusal why) -> {
        Map<String, @Nullable Object> details = failure(task, end);
        switch (why) {
          case BREAKER_OPEN -> details.put("breaker", "open");
          case BUDGET_SPENT -> details.put("retry_budget", "exhausted");
        }
        yield exchange.failure(
            ErrorCode.DROPLET_UNREACHABLE, who(task) + ": " + end.errorMessage(), details);
      }
      case Ending.OutOfTime() -> {
        double seconds = task.spec().limits().total().toMillis() / 1000.0;
        Map<String, @Nullable Object> details = failure(task, end);
        details.put(
            "timeout_seconds", seconds == Math.rint(seconds) ? (Object) (long) seconds : seconds);
        yield exchange.failure(ErrorCode.TIMEOUT, who(task) + ": " + end.errorMessage(), details);
      }
      case Ending.Cancelled() ->
          exchange.failure(
              ErrorCode.CONFLICT,
              "The task was cancelled before it had ended.",
              details("task_id", task.id().value(), "status", task.status().wire()));
      case Ending.Abandoned() ->
          exchange.failure(
              ErrorCode.INTERNAL_ERROR,
              "Something went wrong here; the log has it under this request id.",
              details("request_id", task.requestId(), "task_id", task.id().value()));
    };
  }

  /** Whom it was for, at the beginning of a sentence. */
  private static String who(Task task) {
    String addressee = task.spec().addressee();
    return Character.toUpperCase(addressee.charAt(0)) + addressee.substring(1);
  }

  private static String attempts(Task task) {
    int count = task.attempts().size();
    return count == 1 ? "1 attempt" : count + " attempts";
  }

  private static Map<String, @Nullable Object> failure(Task task, Finished end) {
    Attempt last = task.lastAttempt().orElse(null);
    Attempt.End lastEnd = last == null ? null : last.end();
    return details(
        "task_id", task.id().value(),
        "droplet_name", task.spec().droplet().orElse(null),
        "target_url", last == null ? null : last.target().url(),
        "retry_count", task.retryCount(),
        "last_error", lastEnd == null ? end.errorMessage() : lastEnd.error(),
        "response_status", end.responseStatus(),
        "duration_ms",
            lastEnd == null || last == null
                ? null
                : TaskJson.millis(Duration.between(last.startedAt(), lastEnd.at())),
        "total_duration_ms", TaskJson.millis(Duration.between(task.createdAt(), end.at())));
  }

  private static Map<String, @Nullable Object> details(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> details = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      details.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return details;
  }
}
