package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.Attempt;
import ai.fullpotential.orchestrator.task.Reasons;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskState;
import ai.fullpotential.orchestrator.task.TaskTrace;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tasks as the wire shows them (contract A1 and A2). Written by hand: this is the hot path. */
final class TaskJson {
  private TaskJson() {}

  /** The answer to a task that its droplet answered, with the whole of what it said. */
  static byte[] answer(Task task, TaskState.Finished end, @Nullable JsonText body) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("task_id", task.id().value());
          json.writeStringField("status", end.status().wire());
          writeTarget(json, task);
          writeNumber(json, "response_status", end.responseStatus());
          Json.writeField(json, "response_body", body);
          json.writeNumberField("retry_count", task.retryCount());
          json.writeNumberField(
              "duration_ms", millis(Duration.between(task.createdAt(), end.at())));
          if (end.errorMessage() != null) {
            json.writeStringField("error_message", end.errorMessage());
          }
          json.writeEndObject();
        });
  }

  /** The answer to a task that is recorded and goes on. */
  static byte[] accepted(Task task) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          writeWhere(json, task);
          json.writeEndObject();
        });
  }

  /** The answer to one that was recorded before under the same key, and may have ended. */
  static byte[] replayed(Task task) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          writeWhere(json, task);
          json.writeBooleanField("replayed", true);
          json.writeEndObject();
        });
  }

  private static void writeWhere(JsonGenerator json, Task task) throws IOException {
    json.writeStringField("task_id", task.id().value());
    json.writeStringField("status", task.status().wire());
    json.writeStringField("status_url", TaskAnswer.path(task.id()));
  }

  /** A page of tasks. */
  static byte[] page(TaskPage page, int limit) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("tasks");
          for (Task task : page.tasks()) {
            json.writeStartObject();
            writeSummary(json, task);
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeNumberField("total", page.total());
          json.writeNumberField("limit", limit);
          json.writeBooleanField("total_is_exact", page.exact());
          json.writeStringField("next_cursor", page.next() == null ? null : page.next().value());
          json.writeEndObject();
        });
  }

  /** The whole record. */
  static byte[] record(Task task) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          writeSummary(json, task);
          Json.writeField(
              json,
              "response_body",
              task.finished().map(TaskState.Finished::responseBody).orElse(null));
          json.writeStringField("path", task.spec().path().value());
          Json.writeField(json, "payload", task.spec().payload());
          Json.writeField(json, "meta", task.spec().meta());
          json.writeStringField("capability", task.spec().capability());
          json.writeStringField("request_id", task.requestId());
          json.writeStringField("trace_id", TaskTrace.traceId(task));
          TaskOptionsJson.write(json, task);
          writeWaiting(json, task);
          json.writeArrayFieldStart("attempts");
          for (Attempt attempt : task.attempts()) {
            writeAttempt(json, task, attempt);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void writeSummary(JsonGenerator json, Task task) throws IOException {
    TaskState.Finished end = task.finished().orElse(null);
    json.writeStringField("id", task.id().value());
    json.writeStringField("droplet_name", task.spec().droplet().orElse(null));
    json.writeStringField("status", task.status().wire());
    writeNumber(json, "response_status", end == null ? null : end.responseStatus());
    json.writeNumberField("retry_count", task.retryCount());
    json.writeFieldName("created_at");
    Json.writeEpoch(json, task.createdAt());
    json.writeFieldName("completed_at");
    if (end == null) {
      json.writeNull();
      json.writeNullField("duration_ms");
    } else {
      Json.writeEpoch(json, end.at());
      json.writeNumberField("duration_ms", millis(Duration.between(task.createdAt(), end.at())));
    }
    json.writeStringField("method", task.spec().method().name());
    writeTarget(json, task);
    json.writeStringField("error_message", end == null ? null : end.errorMessage());
  }

  private static void writeWaiting(JsonGenerator json, Task task) throws IOException {
    if (task.state() instanceof TaskState.Queued(var until, var reason, _)) {
      json.writeObjectFieldStart("waiting_on");
      json.writeStringField("reason", reason.wire());
      json.writeFieldName("until");
      if (reason.isAtGate()) {
        json.writeNull();
      } else {
        Json.writeEpoch(json, until);
      }
      json.writeStringField("detail", Reasons.waited(reason, task.spec()));
      json.writeEndObject();
    } else {
      json.writeNullField("waiting_on");
    }
  }

  private static void writeAttempt(JsonGenerator json, Task task, Attempt attempt)
      throws IOException {
    Attempt.End end = attempt.end();
    json.writeStartObject();
    json.writeNumberField("number", attempt.number());
    json.writeFieldName("started_at");
    Json.writeEpoch(json, attempt.startedAt());
    json.writeFieldName("ended_at");
    if (end == null) {
      json.writeNull();
    } else {
      Json.writeEpoch(json, end.at());
    }
    json.writeStringField("droplet_name", task.dropletOf(attempt));
    json.writeStringField("target_url", attempt.target().url());
    json.writeStringField("registry_state", attempt.target().knowledge().wire());
    json.writeStringField("outcome", end == null ? null : end.outcome().wire());
    writeNumber(json, "response_status", end == null ? null : end.responseStatus());
    json.writeStringField("error", end == null ? null : end.error());
    json.writeStringField("node", attempt.target().node());
    json.writeEndObject();
  }

  private static void writeTarget(JsonGenerator json, Task task) throws IOException {
    json.writeStringField(
        "target_url", task.lastAttempt().map(attempt -> attempt.target().url()).orElse(null));
  }

  private static void writeNumber(JsonGenerator json, String name, @Nullable Integer value)
      throws IOException {
    json.writeFieldName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(value);
    }
  }

  /** Whole milliseconds, rounded. */
  static long millis(Duration duration) {
    return Math.round(duration.toNanos() / 1e6);
  }
}
