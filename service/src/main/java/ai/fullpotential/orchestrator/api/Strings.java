package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.core.JsonToken;
import java.util.Optional;

/** Strings in JSON. */
final class Strings {
  private Strings() {}

  /** The string that a JSON string stands for; empty when it is other JSON. */
  static Optional<String> of(JsonText json) {
    try {
      return Json.read(
          json.utf8(),
          parser ->
              parser.nextToken() == JsonToken.VALUE_STRING
                  ? Optional.of(parser.getText())
                  : Optional.empty());
    } catch (MalformedJson impossible) {
      throw new IllegalArgumentException("not JSON", impossible);
    }
  }
}
