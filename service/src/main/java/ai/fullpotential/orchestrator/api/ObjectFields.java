package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Reads the fields of one JSON object, and tells each that it does not know with the nearest it does. */
final class ObjectFields {

  private static final int NEAR = 4;

  /** A field's value: a string, or any other JSON. */
  sealed interface Value {
    record Text(String text) implements Value {}

    record Other(JsonText json) implements Value {}
  }

  private final BiConsumer<String, String> faults;
  private final Set<String> known;
  private final Set<String> raw;
  private final boolean closed;

  /**
   * A reader.
   *
   * @param faults hears of each fault: the field, and what is wrong with it
   * @param known the names that are read
   * @param raw those among them whose value may be any JSON
   * @param closed whether each other name is a fault
   */
  ObjectFields(
      BiConsumer<String, String> faults, Set<String> known, Set<String> raw, boolean closed) {
    this.faults = faults;
    this.known = known;
    this.raw = raw;
    this.closed = closed;
  }

  /** Reads the object that the parser is about to begin. */
  Map<String, Value> into(Map<String, Value> values, JsonParser json)
      throws IOException, MalformedJson {
    JsonToken first = json.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw new MalformedJson(
          first == null ? "is empty; it must be a JSON object" : "must be a JSON object");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      if (!known.contains(name)) {
        if (closed) {
          faults.accept(BodyFields.shorten(name), "is not known here" + suggestion(name));
        }
        json.skipChildren();
      } else if (token == JsonToken.VALUE_STRING && !raw.contains(name)) {
        values.put(name, new Value.Text(json.getText()));
      } else if (token == JsonToken.VALUE_NULL) {
        values.remove(name);
      } else {
        copy(json, name, values);
      }
    }
    if (json.nextToken() != null) {
      throw new MalformedJson("has something after the JSON object");
    }
    return values;
  }

  private void copy(JsonParser json, String name, Map<String, Value> values) throws IOException {
    try {
      values.put(name, new Value.Other(Json.copy(json)));
    } catch (MalformedJson e) {
      faults.accept(name, String.valueOf(e.getMessage()));
      skipRest(json);
    }
  }

  /** After a copy that broke off inside a value: on to the end of that value. */
  private static void skipRest(JsonParser json) throws IOException {
    while (json.getParsingContext().getParent() != null
        && !json.getParsingContext().getParent().inRoot()) {
      if (json.nextToken() == null) {
        return;
      }
    }
  }

  private String suggestion(String name) {
    LevenshteinDistance distance = new LevenshteinDistance(NEAR);
    record Near(String name, int distance) {}
    return known.stream()
        .map(candidate -> new Near(candidate, distance.apply(name, candidate)))
        .filter(near -> near.distance() >= 0)
        .min(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
        .map(near -> "; did you mean '" + near.name() + "'?")
        .orElseGet(() -> "; known are " + String.join(", ", known.stream().sorted().toList()));
  }
}
