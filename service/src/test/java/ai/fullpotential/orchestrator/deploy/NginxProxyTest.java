package ai.fullpotential.orchestrator.deploy;

import static ai.fullpotential.orchestrator.net.Turns.hangUp;
import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.RawClient;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.openapi.Description;
import ai.fullpotential.orchestrator.openapi.Heard;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The nginx examples as they are, in a real nginx before the real service. */
@ParameterizedClass
@EnumSource
class NginxProxyTest {

  private static final int MIB = 1024 * 1024;
  private static final String TASK = "{\"droplet_name\":\"worker\",\"path\":\"/work\"}";

  @Parameter PrefixStyle style;
  @TempDir Path serviceDirectory;
  @TempDir Path nginxDirectory;

  private ScriptedDroplet droplet;
  private TestApplication service;
  private Nginx nginx;

  @BeforeEach
  void start() throws Exception {
    droplet = ScriptedDroplet.playing(status(200, "{\"did\":\"it\"}"));
    service =
        TestApplication.start(
            serviceDirectory, "DROPLET_PROBE_INTERVAL", "600", "TASK_MAX_RETRIES", "1");
    service.register("worker", droplet.url());
    nginx = Nginx.start(nginxDirectory, style, service.port());
    RawClient.listen(nginx.port(), NginxProxyTest::holdWhatIsOfTheService);
  }

  private static void holdWhatIsOfTheService(Heard heard) {
    if (!heard.body().contains("\"from\":\"nginx\"")) {
      Description.check(heard);
    }
  }

  @AfterEach
  void stop() {
    RawClient.stopListening(nginx.port());
    nginx.close();
    service.close();
    droplet.close();
  }

  @Test
  void theHealthIsThere() {
    Answer answer = get("/orchestrator/health");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).startsWith("{\"status\":\"active\"");
  }

  @Test
  void thePrefixAloneIsTheFrontPage() {
    assertThat(get("/orchestrator").body()).contains("<title>Orchestrator</title>");
    assertThat(get("/orchestrator/").body()).contains("<title>Orchestrator</title>");
  }

  @Test
  void aTaskGoesThroughAndItsRecordCanBeRead() {
    Answer answer = post(TASK);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode task = Envelope.json(answer.body());
    assertThat(task.path("status").asText()).isEqualTo("success");
    assertThat(task.path("response_body").path("did").asText()).isEqualTo("it");

    Answer record = get("/orchestrator/tasks/" + task.path("task_id").asText());
    assertThat(Envelope.json(record.body()).path("status").asText()).isEqualTo("success");
    assertThat(get("/orchestrator/tasks?droplet_name=W%6Frker&status=success").body())
        .contains(task.path("task_id").asText());
  }

  @Test
  void errorsOfTheServicePassAsTheyAre() {
    Envelope.details(get("/orchestrator/tasks/none"), ErrorCode.TASK_NOT_FOUND);
    Envelope.details(get("/orchestrator/nothing"), ErrorCode.NOT_FOUND);
    Envelope.details(
        post("{\"droplet_name\":\"nobody\",\"path\":\"/\"}"), ErrorCode.DROPLET_NOT_FOUND);
    droplet.replay(status(500, "\"sick\""));
    assertThat(
            Envelope.details(post(TASK), ErrorCode.DROPLET_UNREACHABLE)
                .path("response_status")
                .asInt())
        .isEqualTo(500);
  }

  @Test
  void theCallersRequestIdGoesThereAndBack() {
    Answer answer =
        ask("GET /orchestrator/health HTTP/1.1\r\nHost: x\r\nX-Request-ID: mine-7\r\n\r\n");

    assertThat(answer.headers("X-Request-ID")).containsExactly("mine-7");
    assertThat(get("/orchestrator/health").header("X-Request-ID").orElseThrow())
        .matches("[0-9a-f]{32}");
  }

  @Test
  void theLargestBodyThatTheServiceTakesPasses() {
    String around =
        "{\"droplet_name\":\"worker\",\"method\":\"POST\",\"path\":\"/work\",\"payload\":\"\"}";
    String body = around.replace("\"\"", "\"" + "x".repeat(MIB - around.length()) + "\"");
    assertThat(body).hasSize(MIB);

    assertThat(post(body).status()).isEqualTo(200);
    Envelope.details(post(body + " "), ErrorCode.PAYLOAD_TOO_LARGE);
  }

  @Test
  void aBodyOfTwoMebibytesIsRefusedInTheFormOfTheService() {
    Answer answer = post("x".repeat(2 * MIB));

    Envelope.details(answer, ErrorCode.PAYLOAD_TOO_LARGE);
    assertThat(answer.header("X-Request-ID").orElseThrow()).matches("[0-9a-f]{32}");
  }

  @Test
  void requestsThatOnlyNginxSeesAreRefusedInTheSameForm() {
    String x = "x".repeat(9000);

    Envelope.details(get("/orchestrator/" + x), ErrorCode.URI_TOO_LONG);
    Envelope.details(
        ask("GET /orchestrator/health HTTP/1.1\r\nHost: x\r\nLong: " + x + "\r\n\r\n"),
        ErrorCode.HEADERS_TOO_LARGE);
    Envelope.details(ask("GET /orchestrator/health HTTP/1.1\r\n\r\n"), ErrorCode.INVALID_REQUEST);
  }

  @Test
  void aServiceThatIsDownIsToldInTheSameForm() {
    ScriptedDroplet gone = ScriptedDroplet.playing(hangUp());
    gone.close();
    try (Nginx other = Nginx.start(nginxDirectory, style, gone.port())) {
      Answer answer = RawClient.ask(other.port(), request(TASK));

      assertThat(answer.status()).isEqualTo(502);
      JsonNode error = Envelope.json(answer.body()).path("error");
      assertThat(error.path("code").asText()).isEqualTo("INTERNAL_ERROR");
      assertThat(error.path("message").asText()).isEqualTo("The Orchestrator does not answer.");
    }
  }

  @Test
  void aRequestWhoseAnswerIsLostIsNotSentAgain() {
    try (ScriptedDroplet upstream = ScriptedDroplet.playing(hangUp());
        Nginx other = Nginx.start(nginxDirectory, style, upstream.port())) {
      assertThat(RawClient.ask(other.port(), request(TASK)).status()).isEqualTo(502);
      assertThat(
              RawClient.ask(other.port(), "GET /orchestrator/tasks HTTP/1.1\r\nHost: x\r\n\r\n")
                  .status())
          .isEqualTo(502);
      assertThat(upstream.calls()).isEqualTo(2);
    }
  }

  private Answer get(String path) {
    return ask("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  private Answer post(String body) {
    return ask(request(body));
  }

  private Answer ask(String request) {
    return RawClient.ask(nginx.port(), request);
  }

  private static String request(String body) {
    return "POST /orchestrator/tasks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
