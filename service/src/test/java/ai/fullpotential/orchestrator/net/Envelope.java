package ai.fullpotential.orchestrator.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** What every error looks like (contract A4). */
public final class Envelope {

  /** What no answer may tell: how this program is made. */
  private static final List<String> INNER_WORDS =
      List.of("Exception", "java.", "io.vertx", "io.netty", "fasterxml", "fullpotential", "\\tat ");

  private Envelope() {}

  /** Checks that the answer is the error of this code in exactly its one shape; gives the details. */
  public static JsonNode details(Answer answer, ErrorCode code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(code.httpStatus());
    JsonNode error = error(answer);
    assertThat(error.get("code").asText()).as(answer.body()).isEqualTo(code.name());
    return error.get("details");
  }

  /** Checks the shape alone; gives what is under "error". */
  public static JsonNode error(Answer answer) {
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.header("X-Request-ID")).isPresent();
    JsonNode body = json(answer.body());
    assertThat(names(body)).as(answer.body()).containsExactly("status", "error", "timestamp");
    assertThat(body.get("status").asText()).isEqualTo("error");
    JsonNode error = body.get("error");
    assertThat(names(error)).containsExactly("code", "message", "details");
    assertThat(ErrorCode.valueOf(error.get("code").asText()).httpStatus())
        .isEqualTo(answer.status());
    assertThat(error.get("message").asText()).isNotBlank();
    assertThat(error.get("details").isObject()).isTrue();
    assertThat(body.get("timestamp").asText()).endsWith("Z");
    assertThat(Instant.parse(body.get("timestamp").asText())).isNotNull();
    assertThat(answer.body()).startsWith("{\"status\":\"error\",\"error\":{\"code\":\"");
    assertThat(INNER_WORDS).as(answer.body()).noneMatch(answer.body()::contains);
    return error;
  }

  /** The text as JSON, which it must be. */
  public static JsonNode json(String text) {
    try {
      return Json.tree(text.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedJson e) {
      throw new AssertionError(text, e);
    }
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }
}
