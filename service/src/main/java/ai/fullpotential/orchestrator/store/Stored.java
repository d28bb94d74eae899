package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the SQL stores write and read the pieces of their JSON. Whatever is written is read the same. */
final class Stored {

  /** Beyond ASCII all is escaped, so that a string may be any text, even half of a surrogate pair. */
  private static final int ASCII = 127;

  /** As far as nanoseconds can be counted. */
  private static final long LAST_SECOND = Long.MAX_VALUE / 1_000_000_000 - 1;

  private Stored() {}

  /** An object with these fields. */
  static JsonText text(Json.Writing fields) {
    return Json.text(
        json -> {
          json.setHighestNonEscapedChar(ASCII);
          json.writeStartObject();
          fields.to(json);
          json.writeEndObject();
        });
  }

  static void write(JsonGenerator json, String name, @Nullable String value) throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  static void write(JsonGenerator json, String name, @Nullable Instant at) throws IOException {
    if (at != null) {
      json.writeNumberField(name, TaskCodec.micros(at));
    }
  }

  static void write(JsonGenerator json, String name, Duration duration) throws IOException {
    json.writeFieldName(name);
    write(json, duration);
  }

  /** Nanoseconds, or text when there are too many. */
  static void write(JsonGenerator json, Duration duration) throws IOException {
    if (Math.abs(duration.toSeconds()) <= LAST_SECOND) {
      json.writeNumber(duration.toNanos());
    } else {
      json.writeString(duration.toString());
    }
  }

  static void writeIfSo(JsonGenerator json, String name, boolean so) throws IOException {
    if (so) {
      json.writeBooleanField(name, true);
    }
  }

  static JsonNode tree(JsonText text) {
    try {
      return Json.tree(text.utf8());
    } catch (MalformedJson e) {
      throw new IllegalStateException("What the store kept of a task " + e.getMessage(), e);
    }
  }

  static JsonNode node(JsonNode object, String name) {
    JsonNode node = object.get(name);
    if (node == null) {
      throw new IllegalStateException("What the store kept of a task has no " + name);
    }
    return node;
  }

  static String string(JsonNode object, String name) {
    return node(object, name).textValue();
  }

  static @Nullable String stringOrNull(JsonNode object, String name) {
    JsonNode node = object.get(name);
    return node == null ? null : node.textValue();
  }

  static @Nullable JsonText jsonOrNull(JsonNode object, String name) {
    String text = stringOrNull(object, name);
    return text == null ? null : Json.kept(text.getBytes(StandardCharsets.UTF_8));
  }

  static Instant instant(JsonNode object, String name) {
    return TaskCodec.instant(node(object, name).longValue());
  }

  static @Nullable Instant instantOrNull(JsonNode object, String name) {
    return object.has(name) ? instant(object, name) : null;
  }

  static Duration duration(JsonNode object, String name) {
    return duration(node(object, name));
  }

  static Duration duration(JsonNode node) {
    return node.isTextual() ? Duration.parse(node.textValue()) : Duration.ofNanos(node.longValue());
  }

  /** Any double, even one without an end. */
  static double decimal(JsonNode object, String name) {
    return Double.parseDouble(node(object, name).asText());
  }
}
