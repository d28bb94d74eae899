package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/**
 * Values of an answer as text. What a droplet said may hold anything, so whatever a terminal would
 * obey is taken out.
 */
final class Plain {

  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
  private static final Pattern CONTROL_BUT_LINES = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]");

  private Plain() {}

  /** A value in one line; nothing for null. */
  static String text(JsonNode value) {
    String text = value.isValueNode() ? value.asText("") : value.toString();
    return value.isNull() ? "" : CONTROL.matcher(text).replaceAll(" ");
  }

  /** A value laid out for reading. */
  static String block(JsonNode value) {
    String text = value.isTextual() ? value.textValue() : value.toPrettyString();
    return CONTROL_BUT_LINES.matcher(text).replaceAll("?");
  }
}
