package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What the service answered.
 *
 * @param retryAfter after which time it wants to be asked again, if it said so
 */
record Reply(int status, String body, Optional<Duration> retryAfter) {

  /** What stands for an answer that is not there. */
  static final JsonNode NONE = MissingNode.getInstance();

  /** The body, or a missing node when it is no JSON. */
  JsonNode json() {
    try {
      return Json.tree(body.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedJson notJson) {
      return NONE;
    }
  }

  boolean isError() {
    return status >= 400;
  }

  /** The code of an error, empty when it is none of the service's own. */
  String code() {
    return json().path("error").path("code").asText();
  }
}
