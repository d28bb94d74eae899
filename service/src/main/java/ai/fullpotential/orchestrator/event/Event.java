package ai.fullpotential.orchestrator.event;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.TaskId;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened. Holds what it tells and nothing more, so that many can be kept. */
public sealed interface Event {

  /** What it tells. */
  EventType type();

  /** Whose event it is, when it is about a droplet or a task of it. */
  default @Nullable String dropletName() {
    return null;
  }

  /** The task that it is about, if any. */
  default @Nullable String taskId() {
    return null;
  }

  /** Who has handed in the task that it is about, as far as that is known. */
  default @Nullable String owner() {
    return null;
  }

  /** One JSON object. */
  JsonText json();

  /**
   * A task is now recorded differently.
   *
   * @param node where that was done
   * @param at when
   * @param task its id
   * @param dropletName whose task it is, or null while none was chosen for it
   * @param method of the call
   * @param path of the call, perhaps cut
   * @param status the task's status in the word of the wire
   * @param attempt the number of the last attempt, 0 before the first
   * @param responseStatus the last answer's status code, or null
   * @param took from acceptance to the end, or null before it
   * @param error what went wrong last, perhaps cut, or null
   * @param next when it is looked at again, or null
   * @param waitingOn what it waits for in the word of the wire, or null
   * @param owner who has handed it in, or null
   */
  record TaskChanged(
      EventType type,
      String node,
      Instant at,
      TaskId task,
      @Nullable String dropletName,
      String method,
      String path,
      String status,
      int attempt,
      @Nullable Integer responseStatus,
      @Nullable Duration took,
      @Nullable String error,
      @Nullable Instant next,
      @Nullable String waitingOn,
      @Nullable String owner)
      implements Event {

    @Override
    public String taskId() {
      return task.value();
    }

    @Override
    public JsonText json() {
      return Json.text(
          json -> {
            begin(json, type, at);
            json.writeStringField("task_id", task.value());
            json.writeStringField("droplet_name", dropletName);
            json.writeStringField("method", method);
            json.writeStringField("path", path);
            json.writeStringField("status", status);
            json.writeNumberField("attempt", attempt);
            if (responseStatus != null) {
              json.writeNumberField("response_status", responseStatus);
            }
            if (took != null) {
              json.writeNumberField("duration_ms", Math.round(took.toNanos() / 1e6));
            }
            writeText(json, "error", error);
            if (next != null) {
              json.writeFieldName("next_attempt_at");
              Json.writeEpoch(json, next);
            }
            writeText(json, "waiting_on", waitingOn);
            writeText(json, "owner", owner);
            json.writeStringField("node", node);
            json.writeEndObject();
          });
    }
  }

  /**
   * A droplet, as this node sees it, or what it is called within, has changed.
   *
   * @param node which saw it
   * @param at when
   * @param endpoint where the droplet is called, or null when that is not what changed
   */
  record DropletChanged(
      EventType type, String node, Instant at, String dropletName, @Nullable String endpoint)
      implements Event {

    @Override
    public JsonText json() {
      return Json.text(
          json -> {
            begin(json, type, at);
            json.writeStringField("droplet_name", dropletName);
            writeText(json, "endpoint", endpoint);
            json.writeStringField("node", node);
            json.writeEndObject();
          });
    }
  }

  /**
   * The list of droplets has another standing.
   *
   * @param node which saw it
   * @param at when
   * @param reason why, or null
   */
  record RegistryChanged(EventType type, String node, Instant at, @Nullable String reason)
      implements Event {

    @Override
    public JsonText json() {
      return Json.text(
          json -> {
            begin(json, type, at);
            writeText(json, "reason", reason);
            json.writeStringField("node", node);
            json.writeEndObject();
          });
    }
  }

  /**
   * An event that another node has told.
   *
   * @param json as that node wrote it
   */
  record Told(
      EventType type,
      @Nullable String dropletName,
      @Nullable String taskId,
      @Nullable String owner,
      JsonText json)
      implements Event {}

  /**
   * Events were missed.
   *
   * @param at when that was noticed
   * @param reason how it came
   */
  record Reset(Instant at, String reason) implements Event {

    @Override
    public EventType type() {
      return EventType.STREAM_RESET;
    }

    @Override
    public JsonText json() {
      return Json.text(
          json -> {
            begin(json, type(), at);
            json.writeStringField("reason", reason);
            json.writeEndObject();
          });
    }
  }

  private static void begin(JsonGenerator json, EventType type, Instant at) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", type.wire());
    json.writeFieldName("at");
    Json.writeEpoch(json, at);
  }

  private static void writeText(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }
}
