package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Principal;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers and checks that several resources share. */
final class Answers {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /** Answers 400 with every fault. */
  static void invalid(Exchange exchange, List<Fault> faults) {
    exchange.respond(invalidBody(exchange, faults));
  }

  /** 400 with every fault. */
  static Response invalidBody(Exchange exchange, List<Fault> faults) {
    String message =
        faults.stream()
            .map(fault -> fault.field() + " " + fault.message())
            .collect(Collectors.joining("; "));
    return exchange.failure(ErrorCode.INVALID_REQUEST, message, Map.of("errors", faults));
  }

  /** Whether the body is said to be JSON, or nothing is said; answers 415 when it is not. */
  static boolean takesJson(Exchange exchange) {
    String type =
        exchange
            .header("Content-Type")
            .orElse("application/json")
            .split(";", 2)[0]
            .strip()
            .toLowerCase(Locale.ROOT);
    if (type.isEmpty()
        || type.equals("application/json")
        || (type.endsWith("+json") && type.indexOf('/') > 0)) {
      return true;
    }
    exchange.fail(
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        "Content-Type '" + type + "' is not taken here; send application/json.",
        Map.of("content_type", type));
    return false;
  }

  /** 404 for a task that is not known. */
  static void noSuchTask(Exchange exchange, TaskId id) {
    exchange.fail(
        ErrorCode.TASK_NOT_FOUND,
        "Task '" + id + "' is not known; it never was, or is no longer kept.",
        Map.of("task_id", id.value()));
  }

  /** Where a task comes from that this request hands in. */
  static Origin origin(Exchange exchange) {
    return Origin.caller(
        exchange.requestId(), exchange.trace().orElse(null), exchange.principal().subject());
  }

  /** Whose tasks are shown: one's own, or everybody's when this is empty. */
  static Optional<String> sight(Exchange exchange) {
    Principal asking = exchange.principal();
    return asking.readsAll() ? Optional.empty() : Optional.ofNullable(asking.subject());
  }

  /** The task, if whoever asks may see it. */
  static Optional<Task> seen(Exchange exchange, Optional<Task> found) {
    return found.filter(task -> exchange.principal().sees(task.origin().owner()));
  }

  /** The id in a path; one that cannot be an id is one that nobody has. */
  static TaskId taskId(Exchange exchange) {
    return new TaskId(exchange.pathParameter("task_id").toLowerCase(Locale.ROOT));
  }

  /** Answers with what the store has, or that it cannot be reached. */
  static void fromStore(Exchange exchange, Runnable answer) {
    try {
      answer.run();
    } catch (StoreUnavailable e) {
      log.atWarn()
          .addKeyValue("request_id", exchange.requestId())
          .addKeyValue("reason", e.getMessage())
          .log("the store cannot be read");
      exchange.respond(TaskAnswer.noStore(exchange));
    }
  }
}
