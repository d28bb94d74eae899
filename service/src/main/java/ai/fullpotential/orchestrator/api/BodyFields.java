package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The fields of a JSON object that a caller sent, and everything that is wrong with them. Reading a
 * field in a wrong way notes a fault and goes on, so that a caller learns of all at once.
 */
final class BodyFields {

  private static final int NEAR = 4;
  private static final int MAX_DIGITS = 30;
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]+)?");

  /** As many as anybody reads; a body can have a hundred thousand. */
  private static final int MAX_FAULTS = 50;

  /** A field's value: a string, or any other JSON. */
  private sealed interface Value {
    record Text(String text) implements Value {}

    record Other(JsonText json) implements Value {}
  }

  private final Map<String, Value> values = new HashMap<>();
  private final String prefix;
  private final List<Fault> faults;
  private boolean malformed;

  private BodyFields(String prefix, List<Fault> faults) {
    this.prefix = prefix;
    this.faults = faults;
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

  /** An object without a field. */
  static BodyFields empty() {
    return new BodyFields("", new ArrayList<>());
  }

  /** Reads an object that may have further names, which are passed over. */
  static BodyFields readOpen(byte[] body, Set<String> known, Set<String> raw) {
    return read(body, known, raw, false);
  }

  private static BodyFields read(byte[] body, Set<String> known, Set<String> raw, boolean closed) {
    BodyFields fields = new BodyFields("", new ArrayList<>());
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

  /**
   * Reads an object that is the value of a field; its faults are noted here, under the whole way to
   * them.
   *
   * @param name the way to the object, such as {@code retry} or {@code then[2]}
   */
  BodyFields nested(String name, JsonText object, Set<String> known, Set<String> raw) {
    BodyFields inner = new BodyFields(prefix + name + ".", faults);
    if (object.utf8()[0] != '{') {
      fault(name, "must be an object, not " + shorten(object.toString()));
      return inner;
    }
    try {
      Json.readStrictly(object.utf8(), json -> inner.readObject(json, known, raw, true));
    } catch (MalformedJson e) {
      inner.malformed = true;
      fault(name, String.valueOf(e.getMessage()));
    }
    return inner;
  }

  /** Notes a fault. */
  void fault(String field, String message) {
    faults.add(new Fault(prefix + field, message));
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
    return malformed || faults.stream().anyMatch(f -> f.field().equals(prefix + name));
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

  /** A number of seconds within bounds; empty when the field is absent or null or faulty. */
  Optional<Duration> seconds(String name, Duration min, Duration max) {
    return decimal(name, inSeconds(min), inSeconds(max), "a number of seconds")
        .map(number -> Duration.ofNanos(number.movePointRight(9).longValue()));
  }

  private static BigDecimal inSeconds(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
  }

  /** A number within bounds; empty when the field is absent or null or faulty. */
  Optional<BigDecimal> decimal(String name, BigDecimal min, BigDecimal max, String what) {
    Optional<JsonText> value = json(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String text = value.get().toString();
    if (text.length() <= MAX_DIGITS && NUMBER.matcher(text).matches()) {
      BigDecimal number = new BigDecimal(text);
      if (number.compareTo(min) >= 0 && number.compareTo(max) <= 0) {
        return Optional.of(number);
      }
    }
    fault(
        name,
        "must be "
            + what
            + " from "
            + min.toPlainString()
            + " to "
            + max.toPlainString()
            + ", not "
            + shorten(text));
    return Optional.empty();
  }

  /** True or false; empty when the field is absent or null or faulty. */
  Optional<Boolean> flag(String name) {
    Optional<JsonText> value = json(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String text = value.get().toString();
    if (text.equals("true") || text.equals("false")) {
      return Optional.of(text.equals("true"));
    }
    fault(name, "must be true or false, not " + shorten(text));
    return Optional.empty();
  }

  /**
   * A moment, as ISO 8601 with an offset or as epoch seconds; empty when the field is absent or null or
   * faulty.
   */
  Optional<Instant> moment(String name) {
    return switch (values.get(name)) {
      case null -> Optional.empty();
      case Value.Text(String text) -> moment(name, text, Moment.ofText(text));
      case Value.Other(JsonText other) ->
          moment(name, other.toString(), Moment.ofNumber(other.toString()));
    };
  }

  private Optional<Instant> moment(String name, String text, Optional<Instant> read) {
    if (read.isEmpty()) {
      fault(name, "must be " + Moment.FORM + ", not " + shorten(text));
    }
    return read;
  }

  /** The elements of a list; empty when the field is absent or null or, with a fault, no list. */
  Optional<List<JsonText>> list(String name) {
    Optional<JsonText> value = json(name);
    if (value.isPresent() && value.get().utf8()[0] != '[') {
      fault(name, "must be a list, not " + shorten(value.get().toString()));
      return Optional.empty();
    }
    return value.map(Json::elements);
  }

  /** The beginning of a text that a caller sent, so that the answer is not as large. */
  static String shorten(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "…";
  }
}
