package ai.fullpotential.orchestrator.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The check that all answers of the tests go through finds what it is there to find. */
class DescriptionTest {

  private static final String READY = "{\"ready\":true}";

  private final JsonNode document = Description.read();

  private static Heard json(String method, String path, int status, String body) {
    return new Heard(
        method,
        path,
        status,
        Map.of("content-type", "application/json", "x-request-id", "some-id"),
        body);
  }

  private static String error(String code, String details) {
    return "{\"status\":\"error\",\"error\":{\"code\":\""
        + code
        + "\",\"message\":\"no\",\"details\":"
        + details
        + "},\"timestamp\":\"2026-11-24T10:54:18.348Z\"}";
  }

  @Test
  void whatIsDescribedPasses() {
    Description.check(json("GET", "/ready", 200, READY));
    Description.check(json("GET", "/orchestrator/ready?x=1", 200, READY));
    Description.check(json("HEAD", "/ready", 200, ""));
    Description.check(json("GET", "/nowhere", 404, error("NOT_FOUND", "{\"path\":\"/nowhere\"}")));
    Description.check(
        json(
            "PUT",
            "/ready",
            405,
            error("METHOD_NOT_ALLOWED", "{\"method\":\"PUT\",\"allowed\":[]}")));
    Description.check(json("", "", 400, error("INVALID_REQUEST", "{\"rule\":\"RFC 9112\"}")));
  }

  @Test
  void aFieldThatIsNotDescribedIsAFault() {
    Heard heard = json("GET", "/ready", 200, "{\"ready\":true,\"since\":7}");
    assertThatThrownBy(() -> Description.check(heard))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("since");
  }

  @Test
  void aFieldThatIsMissingIsAFault() {
    assertThat(faults(json("GET", "/ready", 200, "{}"))).contains("ready");
  }

  @Test
  void aFieldThatIsTakenOutOfTheDescriptionIsAFault() {
    ((ObjectNode) document.at("/components/schemas/TaskResult/properties")).remove("retry_count");
    String body =
        "{\"task_id\":\"1\",\"status\":\"success\",\"target_url\":\"http://x/\",\"response_status\":200,"
            + "\"response_body\":null,\"retry_count\":0,\"duration_ms\":1}";
    Description.check(json("POST", "/tasks", 200, body));
    assertThat(faults(json("POST", "/tasks", 200, body))).contains("retry_count");
  }

  @Test
  void aPathThatIsTakenOutOfTheDescriptionIsAFault() {
    ((ObjectNode) document.path("paths")).remove("/ready");
    assertThat(faults(json("GET", "/ready", 200, READY))).contains("no such answer");
  }

  @Test
  void aMethodThatIsTakenOutOfTheDescriptionIsAFault() {
    ((ObjectNode) document.at("/paths/~1ready")).remove("get");
    assertThat(faults(json("GET", "/ready", 200, READY))).contains("no such answer");
  }

  @Test
  void aStatusThatIsNotDescribedIsAFault() {
    assertThat(faults(json("GET", "/ready", 201, READY))).contains("no such answer");
  }

  @Test
  void aCodeThatThisStatusDoesNotHaveIsAFault() {
    assertThat(faults(json("GET", "/ready", 503, error("TIMEOUT", "{}")))).contains("code");
  }

  @Test
  void detailsThatAreNotDescribedAreAFault() {
    assertThat(faults(json("GET", "/nowhere", 404, error("NOT_FOUND", "{\"way\":\"/nowhere\"}"))))
        .contains("way");
  }

  @Test
  void aTypeThatIsNotDescribedIsAFault() {
    Heard text =
        new Heard(
            "GET",
            "/ready",
            200,
            Map.of("content-type", "text/plain", "x-request-id", "some-id"),
            READY);
    assertThat(faults(text)).contains("another type");
  }

  @Test
  void anAnswerWithoutItsRequestIdIsAFault() {
    Heard bare = new Heard("GET", "/ready", 200, Map.of("content-type", "application/json"), READY);
    assertThat(faults(bare)).contains("X-Request-ID");
  }

  private String faults(Heard heard) {
    return String.join("\n", new Description(document).faults(heard));
  }
}
