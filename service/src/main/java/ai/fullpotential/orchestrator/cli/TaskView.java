package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.cli.Table.Column;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Tasks as a person reads them. */
final class TaskView {

  /** All that a task can be. */
  static final List<String> STATUSES =
      List.of("queued", "running", "held", "success", "error", "timeout", "cancelled");

  private static final Set<String> FAILED = Set.of("error", "timeout", "cancelled");
  private static final Set<String> FINAL = Set.of("success", "error", "timeout", "cancelled");

  private final Terminal terminal;
  private final Paint paint;
  private final Moments moments;
  private final int columns;

  TaskView(Session session) {
    this.terminal = session.terminal();
    this.paint = session.paint();
    this.moments = session.moments();
    this.columns = session.columns();
  }

  static boolean hasEnded(JsonNode task) {
    return FINAL.contains(task.path("status").asText());
  }

  static boolean hasFailed(JsonNode task) {
    return FAILED.contains(task.path("status").asText());
  }

  /** The answer to a submission: an end, or the promise of one. */
  void outcome(JsonNode answer) {
    String status = Plain.text(answer.path("status"));
    String id = Plain.text(answer.path("task_id"));
    terminal.out().println(paint.status(status, status) + "  " + id);
    field("call", answer.path("target_url"));
    field("answer", http(answer));
    if (answer.hasNonNull("duration_ms")) {
      field("took", took(answer));
    }
    field("error", answer.path("error_message"));
    if (answer.has("status_url")) {
      field("next", "orchestrator get " + id + " --wait 60");
    }
    block("", answer.path("response_body"));
  }

  /** The whole record of a task. */
  void record(JsonNode task) {
    progress(task);
    block("response body", task.path("response_body"));
  }

  /** The record but for what the droplet answered. */
  void progress(JsonNode task) {
    String status = Plain.text(task.path("status"));
    terminal.out().println(paint.status(status, status) + "  " + Plain.text(task.path("id")));
    field("droplet", task.path("droplet_name"));
    field("capability", task.path("capability"));
    field("call", call(task));
    field("answer", http(task));
    field("created", moments.shown(task.path("created_at")));
    if (task.hasNonNull("completed_at")) {
      field("completed", moments.shown(task.path("completed_at")) + " (" + took(task) + ")");
    }
    field("waits for", waiting(task.path("waiting_on")));
    field("error", task.path("error_message"));
    field("replay of", task.path("replay_of"));
    block("payload", task.path("payload"));
    block("meta", task.path("meta"));
    attempts(task.path("attempts"));
  }

  /** One line for each task. */
  void list(JsonNode page) {
    Table table =
        new Table(
            new Column("ID", false, false, 0),
            new Column("STATUS", false, false, 0),
            new Column("HTTP", true, false, 2),
            new Column("CREATED", false, false, 1),
            new Column("MS", true, false, 3),
            new Column("RETRIES", true, false, 4),
            new Column("DROPLET", false, true, 0),
            new Column("CALL", false, true, 6),
            new Column("ERROR", false, true, 5));
    for (JsonNode task : page.path("tasks")) {
      String status = Plain.text(task.path("status"));
      table.add(
          status,
          List.of(
              Plain.text(task.path("id")),
              status,
              Plain.text(task.path("response_status")),
              moments.brief(task.path("created_at")),
              Plain.text(task.path("duration_ms")),
              Plain.text(task.path("retry_count")),
              Plain.text(task.path("droplet_name")),
              call(task),
              Plain.text(task.path("error_message"))));
    }
    table.print(terminal.out(), columns, paint);
  }

  private void attempts(JsonNode attempts) {
    if (attempts.isEmpty()) {
      return;
    }
    Table table =
        new Table(
            new Column("ATTEMPT", true, false, 0),
            new Column("STARTED", false, false, 1),
            new Column("OUTCOME", false, false, 0),
            new Column("HTTP", true, false, 2),
            new Column("TARGET", false, true, 0),
            new Column("ERROR", false, true, 3));
    for (JsonNode attempt : attempts) {
      table.add(
          "",
          List.of(
              Plain.text(attempt.path("number")),
              moments.brief(attempt.path("started_at")),
              Plain.text(attempt.path("outcome")),
              Plain.text(attempt.path("response_status")),
              Plain.text(attempt.path("target_url")),
              Plain.text(attempt.path("error"))));
    }
    terminal.out().println();
    table.print(terminal.out(), columns, paint);
  }

  private String waiting(JsonNode waiting) {
    if (!waiting.isObject()) {
      return "";
    }
    String until = moments.shown(waiting.path("until"));
    String detail = Plain.text(waiting.path("detail"));
    return Plain.text(waiting.path("reason"))
        + (until.isEmpty() ? "" : " until " + until)
        + (detail.isEmpty() ? "" : ": " + detail);
  }

  /** What is called. */
  static String call(JsonNode task) {
    return (Plain.text(task.path("method")) + " " + Plain.text(task.path("target_url"))).strip();
  }

  /** The status that the droplet answered with, if it did. */
  static String http(JsonNode task) {
    return task.hasNonNull("response_status")
        ? "HTTP " + Plain.text(task.path("response_status"))
        : "";
  }

  /** How it ended, in one line. */
  static String ending(JsonNode task) {
    String error = Plain.text(task.path("error_message"));
    return String.join(
        ", ", Stream.of(http(task), took(task), error).filter(text -> !text.isEmpty()).toList());
  }

  private static String took(JsonNode task) {
    int retries = task.path("retry_count").asInt();
    String again = retries == 0 ? "" : retries == 1 ? ", 1 retry" : ", " + retries + " retries";
    return Plain.text(task.path("duration_ms")) + " ms" + again;
  }

  private void field(String name, JsonNode value) {
    field(name, Plain.text(value));
  }

  private void field(String name, String value) {
    if (!value.isEmpty()) {
      terminal.out().println("  %-10s %s".formatted(name, value));
    }
  }

  private void block(String heading, JsonNode value) {
    if (!value.isMissingNode() && !value.isNull()) {
      terminal.out().println();
      if (!heading.isEmpty()) {
        terminal.out().println(heading + ":");
      }
      terminal.out().println(Plain.block(value));
    }
  }
}
