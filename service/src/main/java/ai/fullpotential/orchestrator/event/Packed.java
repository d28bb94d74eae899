package ai.fullpotential.orchestrator.event;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Several events as one short text: lines of JSON, compressed, in letters. */
final class Packed {

  /** More than any node sends at once. */
  private static final int MAX_UNPACKED = 4 * 1024 * 1024;

  private Packed() {}

  static String pack(List<Event> events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      for (Event event : events) {
        out.write(event.json().utf8());
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /**
   * The events of such a text, without those of a type that is not known here.
   *
   * @throws IllegalArgumentException when it is none
   */
  static List<Optional<Event>> unpack(String text) {
    byte[] packed = Base64.getDecoder().decode(text);
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      String lines = new String(in.readNBytes(MAX_UNPACKED), StandardCharsets.UTF_8);
      List<Optional<Event>> events = new ArrayList<>();
      for (String line : lines.lines().toList()) {
        events.add(event(line.getBytes(StandardCharsets.UTF_8)));
      }
      return events;
    } catch (IOException | MalformedJson e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Optional<Event> event(byte[] json) throws MalformedJson {
    JsonNode tree = Json.tree(json);
    return EventType.of(tree.path("type").asText())
        .map(
            type ->
                new Event.Told(
                    type,
                    text(tree, "droplet_name"),
                    text(tree, "task_id"),
                    text(tree, "owner"),
                    Json.kept(json)));
  }

  private static @Nullable String text(JsonNode tree, String field) {
    JsonNode value = tree.path(field);
    return value.isTextual() ? value.textValue() : null;
  }
}
