package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** An error of the service for a person: its own message, every fault, and what else helps. */
final class ErrorText {

  private final String code;
  private final String message;
  private final JsonNode details;

  /** Of an envelope, as the service sends it for every error. */
  ErrorText(JsonNode envelope) {
    JsonNode error = envelope.path("error");
    this.code = Plain.text(error.path("code"));
    this.message = Plain.text(error.path("message"));
    this.details = error.path("details");
  }

  /** The message with its code, in one line. */
  String line() {
    return message + " (" + code + ")";
  }

  void print(Terminal terminal) {
    terminal.complain(line());
    details().forEach(line -> terminal.err().println("  " + line));
    terminal.err().flush();
  }

  private List<String> details() {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, JsonNode> detail : details.properties()) {
      if (detail.getKey().equals("errors")) {
        detail.getValue().forEach(fault -> addFault(lines, fault));
      } else if (!detail.getValue().isNull()) {
        lines.add(detail.getKey() + ": " + value(detail.getValue()));
      }
    }
    return lines;
  }

  /** The message of a refused request often has its faults already. */
  private void addFault(List<String> lines, JsonNode fault) {
    String problem = Plain.text(fault.path("message"));
    if (!message.contains(problem)) {
      lines.add(Plain.text(fault.path("field")) + " " + problem);
    }
  }

  private static String value(JsonNode value) {
    return value.isArray()
        ? String.join(
            ", ", StreamSupport.stream(value.spliterator(), false).map(Plain::text).toList())
        : Plain.text(value);
  }
}
