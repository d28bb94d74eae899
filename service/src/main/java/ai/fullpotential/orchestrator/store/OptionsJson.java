package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.Callback;
import ai.fullpotential.orchestrator.task.OnUnknown;
import ai.fullpotential.orchestrator.task.Recipient;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskPath;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.Then;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was asked for beside the call, as fields of an object. What is as usual is left out. */
final class OptionsJson {
  private OptionsJson() {}

  static void write(JsonGenerator json, TaskOptions options) throws IOException {
    if (options.equals(TaskOptions.PLAIN)) {
      return;
    }
    Stored.writeIfSo(json, "async", options.asynchronous());
    json.writeNumberField("priority", options.priority());
    Stored.write(json, "not_before", options.notBefore());
    Stored.write(json, "deadline", options.deadline());
    Stored.writeIfSo(json, "hold", options.onUnknown() == OnUnknown.HOLD);
    if (!options.tags().isEmpty()) {
      json.writeArrayFieldStart("tags");
      for (String tag : options.tags()) {
        json.writeString(tag);
      }
      json.writeEndArray();
    }
    write(json, options.callback());
    write(json, options.then());
    if (options.recipient() != Recipient.DROPLET) {
      json.writeStringField("to", options.recipient().name());
    }
  }

  static TaskOptions read(JsonNode node) {
    JsonNode priority = node.get("priority");
    if (priority == null) {
      return TaskOptions.PLAIN;
    }
    JsonNode callback = node.get("callback");
    JsonNode then = node.get("then");
    return new TaskOptions(
        node.has("async"),
        priority.intValue(),
        Stored.instantOrNull(node, "not_before"),
        Stored.instantOrNull(node, "deadline"),
        node.has("hold") ? OnUnknown.HOLD : OnUnknown.RETRY,
        strings(node.get("tags")),
        callback == null ? null : callback(callback),
        then == null ? Then.NOTHING : then(then),
        recipient(node, Recipient.DROPLET));
  }

  private static Recipient recipient(JsonNode node, Recipient usual) {
    String name = Stored.stringOrNull(node, "to");
    return name == null ? usual : Recipient.valueOf(name);
  }

  private static List<String> strings(@Nullable JsonNode array) {
    if (array == null) {
      return List.of();
    }
    List<String> strings = new ArrayList<>(array.size());
    array.forEach(each -> strings.add(each.textValue()));
    return strings;
  }

  private static void write(JsonGenerator json, @Nullable Callback callback) throws IOException {
    if (callback == null) {
      return;
    }
    json.writeObjectFieldStart("callback");
    json.writeStringField("droplet", callback.dropletName());
    json.writeStringField("path", callback.path().value());
    if (callback.isUrl()) {
      json.writeStringField("to", callback.recipient().name());
    }
    json.writeArrayFieldStart("events");
    for (TaskStatus event : callback.events()) {
      json.writeString(event.name());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static Callback callback(JsonNode node) {
    Set<TaskStatus> events = EnumSet.noneOf(TaskStatus.class);
    Stored.node(node, "events").forEach(each -> events.add(TaskStatus.valueOf(each.textValue())));
    return new Callback(
        Stored.string(node, "droplet"),
        new TaskPath(Stored.string(node, "path")),
        events,
        recipient(node, Recipient.CALLBACK));
  }

  private static void write(JsonGenerator json, Then then) throws IOException {
    if (then.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("then");
    for (Then.FollowUp task : then.tasks()) {
      json.writeStartObject();
      SpecJson.writeWhole(json, task.spec());
      Stored.writeIfSo(json, "takes_result", task.takesResult());
      json.writeEndObject();
    }
    if (then.join() != null) {
      json.writeStartObject();
      json.writeBooleanField("join", true);
      write(json, then.join());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static Then then(JsonNode array) {
    List<Then.FollowUp> tasks = new ArrayList<>(array.size());
    @Nullable Then join = null;
    for (JsonNode each : array) {
      if (each.has("join")) {
        join = each.has("then") ? then(Stored.node(each, "then")) : Then.NOTHING;
      } else {
        tasks.add(new Then.FollowUp(SpecJson.readWhole(each), each.has("takes_result")));
      }
    }
    return new Then(tasks, join);
  }
}
