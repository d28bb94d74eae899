package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.task.Callback;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskStatus;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a record tells of what its caller asked for beside the call itself (contract B1). */
final class TaskOptionsJson {
  private TaskOptionsJson() {}

  static void write(JsonGenerator json, Task task) throws IOException {
    TaskOptions options = task.spec().options();
    TaskLimits limits = task.spec().limits();
    json.writeBooleanField("asynchronous", options.asynchronous());
    json.writeNumberField("priority", options.priority());
    moment(json, "run_at", options.notBefore());
    moment(json, "deadline", options.deadline());
    json.writeNumberField("max_retries", limits.retry().maxRetries());
    seconds(json, "attempt_timeout_seconds", limits.attemptTimeout());
    seconds(json, "timeout_seconds", limits.total());
    json.writeStringField("on_unknown", options.onUnknown().wire());
    json.writeArrayFieldStart("tags");
    for (String tag : options.tags()) {
      json.writeString(tag);
    }
    json.writeEndArray();
    callback(json, options.callback());
    json.writeNumberField("then_count", options.then().tasks().size());
    origin(json, task.origin());
  }

  private static void moment(JsonGenerator json, String name, @Nullable Instant moment)
      throws IOException {
    json.writeFieldName(name);
    if (moment == null) {
      json.writeNull();
    } else {
      Json.writeEpoch(json, moment);
    }
  }

  private static void seconds(JsonGenerator json, String name, Duration duration)
      throws IOException {
    BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
    json.writeFieldName(name);
    json.writeNumber(seconds.toPlainString());
  }

  private static void callback(JsonGenerator json, @Nullable Callback callback) throws IOException {
    if (callback == null) {
      json.writeNullField("callback");
      return;
    }
    json.writeObjectFieldStart("callback");
    if (callback.isUrl()) {
      json.writeStringField("url", callback.dropletName() + callback.path().value());
    } else {
      json.writeStringField("droplet_name", callback.dropletName());
      json.writeStringField("path", callback.path().value());
    }
    json.writeArrayFieldStart("events");
    for (String event : callback.events().stream().map(TaskStatus::wire).sorted().toList()) {
      json.writeString(event);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void origin(JsonGenerator json, Origin origin) throws IOException {
    String replayed = origin.kind() == Origin.Kind.REPLAY ? origin.of() : null;
    json.writeStringField("replay_of", replayed);
    json.writeObjectFieldStart("origin");
    json.writeStringField("kind", origin.kind().wire());
    json.writeStringField("of", origin.of());
    json.writeEndObject();
    json.writeStringField("owner", origin.owner());
  }
}
