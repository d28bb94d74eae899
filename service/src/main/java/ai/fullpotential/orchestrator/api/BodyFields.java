package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The fields of a JSON object that a caller sent, and everything that is wrong with them. Reading a
 * field in a wrong way notes a fault and goes on, so that a caller learns of all at once.
 */
final class BodyFields {

  private static final int NEAR = 4;

  /** As many as anybody reads; a body can have a hundred thousand. */
  private static final int MAX_FAULTS = 50;

  /** A field's value: a string, or any other JSON. */
  private sealed interface Value {
    record Text(String text) implements Value {}

    record Other(JsonText json) implements Value {}
  }

  private final Map<String, Value> values;
  private final List<Fault> faults = new ArrayList<>();
  private boolean malformed;

  private BodyFields(Map<String, Value> values) {
    this.values = values;
  }

  /**
   * Reads an object.
   *
   * @param known the names it may have; each other one is a fault that tells the nearest of these
   * @param raw those among them whose value may be any JSON
   */
  static BodyFields read(byte[] body, Set<String> known, Set<String> raw) {
    return read(body, known, raw, true);
  }

  /** Reads an object that may have further names, which are passed over. */
  static BodyFields readOpen(byte[] body, Set<String> known, Set<String> raw) {
    return read(body, known, raw, false);
  }

  private static BodyFields read(byte[] body, Set<String> known, Set<String> raw, boolean closed) {
    BodyFields fields = new BodyFields(new HashMap<>());
    try {
      Json.readStrictly(body, json -> fields.readObject(json, known, raw, closed));
    } catch (MalformedJson e) {
      fields.values.clear();
      fields.faults.clear();
      fields.malformed = true;
      fields.fault("body", String.valueOf(e.getMessage()));
    }
    return fields;
  }

  private BodyFields readObject(JsonParser json, Set<String> known, Set<String> raw, boolean closed)
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
        if (closed && faults.size() < MAX_FAULTS) {
          fault(shorten(name), "is not known here" + suggestion(name, known));
        }
        json.skipChildren();
      } else if (token == JsonToken.VALUE_STRING && !raw.contains(name)) {
        values.put(name, new Value.Text(json.getText()));
      } else if (token == JsonToken.VALUE_NULL) {
        values.remove(name);
      } else {
        copy(json, name);
      }
    }
    if (json.nextToken() != null) {
      throw new MalformedJson("has something after the JSON object");
    }
    return this;
  }

  private void copy(JsonParser json, String name) throws IOException {
    try {
      values.put(name, new Value.Other(Json.copy(json)));
    } catch (MalformedJson e) {
      fault(name, String.valueOf(e.getMessage()));
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

  private static String suggestion(String name, Set<String> known) {
    LevenshteinDistance distance = new LevenshteinDistance(NEAR);
    record Near(String name, int distance) {}
    return known.stream()
        .map(candidate -> new Near(candidate, distance.apply(name, candidate)))
        .filter(near -> near.distance() >= 0)
        .min(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
        .map(near -> "; did you mean '" + near.name() + "'?")
        .orElseGet(() -> "; known are " + String.join(", ", known.stream().sorted().toList()));
  }

  /** Notes a fault. */
  void fault(String field, String message) {
    faults.add(new Fault(field, message));
    if (faults.size() == MAX_FAULTS) {
      faults.add(new Fault("body", "may have more unknown fields, which are not told here"));
    }
  }

  /** Everything that was wrong so far. */
  List<Fault> faults() {
    return faults;
  }

  /** A string; empty when the field is absent or null, or, with a fault, of another type. */
  Optional<String> text(String name) {
    return switch (values.get(name)) {
      case null -> Optional.empty();
      case Value.Text(String text) -> Optional.of(text);
      case Value.Other(JsonText other) -> {
        fault(name, "must be a string, not " + shorten(other.toString()));
        yield Optional.empty();
      }
    };
  }

  /** A string of at most so many characters; empty when the field is absent or null or faulty. */
  Optional<String> text(String name, int maxLength) {
    return text(name)
        .filter(
            text -> {
              boolean fits = text.length() <= maxLength;
              if (!fits) {
                fault(
                    name,
                    "must have at most " + maxLength + " characters, it has " + text.length());
              }
              return fits;
            });
  }

  /** A string that must be there, with 1 to so many characters. */
  Optional<String> requiredText(String name, int maxLength) {
    int before = faults.size();
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      if (faults.size() == before && !hasFault(name)) {
        fault(name, "is required");
      }
      return text;
    }
    int length = text.get().codePointCount(0, text.get().length());
    if (length == 0 || length > maxLength) {
      fault(name, "must have 1 to " + maxLength + " characters, it has " + length);
      return Optional.empty();
    }
    return text;
  }

  private boolean hasFault(String name) {
    return malformed || faults.stream().anyMatch(f -> f.field().equals(name));
  }

  /** One of some words; empty when the field is absent or null or faulty. */
  Optional<String> word(String name, List<String> allowed) {
    return text(name)
        .filter(
            text -> {
              boolean known = allowed.contains(text);
              if (!known) {
                fault(
                    name,
                    "must be one of "
                        + String.join(", ", allowed)
                        + ", not '"
                        + shorten(text)
                        + "'");
              }
              return known;
            });
  }

  /** Any JSON; empty when the field is absent or null. */
  Optional<JsonText> json(String name) {
    return switch (values.get(name)) {
      case null -> Optional.empty();
      case Value.Text(String text) -> Optional.of(Json.string(text));
      case Value.Other(JsonText other) -> Optional.of(other);
    };
  }

  /** A JSON object; empty when the field is absent or null, or, with a fault, of another type. */
  Optional<JsonText> object(String name) {
    return json(name)
        .filter(
            value -> {
              boolean isObject = value.utf8()[0] == '{';
              if (!isObject) {
                fault(name, "must be an object, not " + shorten(value.toString()));
              }
              return isObject;
            });
  }

  /** A whole number within bounds; empty when the field is absent or null or faulty. */
  Optional<Integer> integer(String name, int min, int max) {
    Optional<JsonText> value = json(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String text = value.get().toString();
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return Optional.of(number);
      }
    } catch (NumberFormatException notWhole) {
      // told below, like a number out of bounds
    }
    fault(name, "must be a whole number from " + min + " to " + max + ", not " + shorten(text));
    return Optional.empty();
  }

  /** The beginning of a text that a caller sent, so that the answer is not as large. */
  static String shorten(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "…";
  }
}
