package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/**
 * Values of an answer as text. What a droplet said may hold anything, so whatever a terminal would
 * obey is taken out.
 */
final class Plain {

  /** With the marks that turn the direction of writing, which make a text look like another one. */
  private static final String OBEYED = "\\p{Cc}\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069";

  private static final Pattern CONTROL = Pattern.compile("[" + OBEYED + "\\u2028\\u2029]");
  private static final Pattern CONTROL_BUT_LINES = Pattern.compile("[" + OBEYED + "&&[^\\n\\t]]");
  private static final Pattern RAW_IN_JSON = Pattern.compile("[\\x7f-\\x9f]");

  private Plain() {}

  /** A value in one line; nothing for null. */
  static String text(JsonNode value) {
    return value.isNull() ? "" : text(value.isValueNode() ? value.asText("") : value.toString());
  }

  /** A text in one line. */
  static String text(String text) {
    return CONTROL.matcher(text).replaceAll(" ");
  }

  /** The same JSON without the control characters that JSON lets stand as they are. */
  static String json(String document) {
    return RAW_IN_JSON
        .matcher(document)
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }

  /** A value laid out for reading. */
  static String block(JsonNode value) {
    String text = value.isTextual() ? value.textValue() : value.toPrettyString();
    return CONTROL_BUT_LINES.matcher(text).replaceAll("?");
  }
}
