package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.api.ObjectFields.Value;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a JSON object that a caller sent, and everything that is wrong with them. Reading a
 * field in a wrong way notes a fault and goes on, so that a caller learns of all at once.
 */
final class BodyFields {

  /** As many as anybody reads; a body can have a hundred thousand. */
  private static final int MAX_FAULTS = 50;

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
      Json.readStrictly(
          body,
          json -> new ObjectFields(fields::fault, known, raw, closed).into(fields.values, json));
    } catch (MalformedJson e) {
      fields.values.clear();
      fields.faults.clear();
      fields.malformed = true;
      fields.fault("body", String.valueOf(e.getMessage()));
    }
    return fields;
  }

  /**
   * Reads an object that is the value of a field; its faults are noted here, under the whole way to
   * them.
   *
   * @param name the way to the object, such as {@code retry} or {@code then[2]}
   */
  BodyFields nested(String name, JsonText object, Set<String> known, Set<String> raw) {
    BodyFields inner = new BodyFields(prefix + name + ".", faults);
    try {
      if (object.utf8()[0] != '{') {
        throw new MalformedJson("must be an object, not " + shorten(object.toString()));
      }
      Json.readStrictly(
          object.utf8(),
          json -> new ObjectFields(inner::fault, known, raw, true).into(inner.values, json));
    } catch (MalformedJson e) {
      inner.malformed = true;
      fault(name, String.valueOf(e.getMessage()));
    }
    return inner;
  }

  /** Notes a fault. */
  void fault(String field, String message) {
    if (faults.size() > MAX_FAULTS) {
      return;
    }
    faults.add(new Fault(prefix + field, message));
    if (faults.size() == MAX_FAULTS) {
      faults.add(new Fault("body", "may have more unknown fields, which are not told here"));
    }
  }

  /** Everything that was wrong so far. */
  List<Fault> faults() {
    return faults;
  }

  /** Whether the field is there and not null. */
  boolean has(String name) {
    return values.containsKey(name);
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

  /** Whether a fault of this field is noted, or the whole body is none of JSON. */
  boolean hasFault(String name) {
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
    return decimal(name, Numbers.inSeconds(min), Numbers.inSeconds(max), "a number of seconds")
        .map(number -> Duration.ofNanos(number.movePointRight(9).longValue()));
  }

  /** A number within bounds; empty when the field is absent or null or faulty. */
  Optional<BigDecimal> decimal(String name, BigDecimal min, BigDecimal max, String what) {
    Optional<JsonText> value = json(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Optional<BigDecimal> number = Numbers.within(value.get().toString(), min, max);
    if (number.isEmpty()) {
      String bounds = " from " + min.toPlainString() + " to " + max.toPlainString();
      fault(name, "must be " + what + bounds + ", not " + shorten(value.get().toString()));
    }
    return number;
  }

  /** True or false. */
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
