package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Puts the lines of a stream together to events, as the HTML standard's section 9.2.6 says. */
final class EventFrames {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private String id = "";
  private String type = "";
  private final StringBuilder data = new StringBuilder();

  /** Takes the next line; an event when it ends one. */
  Optional<Event> line(String line) {
    if (line.isEmpty()) {
      return end();
    }
    int colon = line.indexOf(':');
    String field = colon < 0 ? line : line.substring(0, colon);
    String rest = colon < 0 ? "" : line.substring(colon + 1);
    String value = rest.startsWith(" ") ? rest.substring(1) : rest;
    switch (field.replace(BYTE_ORDER_MARK, "")) {
      case "id" -> id = value;
      case "event" -> type = value;
      case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
      default -> {
        // a comment, or a field of a later time
      }
    }
    return Optional.empty();
  }

  /** A frame without data is a sign of life, which may say where to go on. */
  private Optional<Event> end() {
    Optional<Event> event = Optional.of(new Event(id, type, json(data.toString())));
    type = "";
    data.setLength(0);
    return event;
  }

  private static JsonNode json(String text) {
    try {
      return Json.tree(text.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedJson notJson) {
      return Reply.NONE;
    }
  }
}
