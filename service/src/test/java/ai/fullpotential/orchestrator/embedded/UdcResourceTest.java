package ai.fullpotential.orchestrator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.fullpotential.orchestrator.metrics.ProcessState;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.ServerSettings;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every service of the mesh answers, asked of the embedded Registry. */
class UdcResourceTest {

  @TempDir private Path dataDir;
  private final ManualTime time = new ManualTime();
  private final Loops loops = new Loops(1);
  private final List<String> answered = new CopyOnWriteArrayList<>();
  private EmbeddedRegistry server;
  private RegistryCalls registry;

  @BeforeEach
  void start() throws BindException {
    server =
        new EmbeddedRegistry(
            loops,
            new EmbeddedSettings(ServerSettings.at("127.0.0.1", 0, 1024 * 1024), dataDir, "1.1.0"),
            time,
            _ -> {},
            (method, path, template, status, requestId, traceId, took) ->
                answered.add(method + " " + path + " " + status));
    registry = new RegistryCalls(new HttpCaller(loops), server.start());
  }

  @AfterEach
  void close() {
    server.close();
    loops.close();
  }

  @Test
  void tellsItsHealth() throws Exception {
    time.advance(Duration.ofSeconds(90));
    var health = registry.get("/health");
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.body())
        .isEqualTo(
            "{\"status\":\"active\",\"service\":\"registry\",\"version\":\"1.1.0\",\"timestamp\":\"2026-01-01T12:01:30Z\",\"uptime_seconds\":90,\"droplets_registered\":1,\"dependencies\":{}}");
  }

  @Test
  void tellsWhatItCanAndNeeds() throws Exception {
    var capabilities = registry.get("/capabilities");
    assertThat(capabilities.at("/udc_version")).isEqualTo("\"1.0\"");
    assertThat(capabilities.at("/dependencies")).isEqualTo("[]");
    assertThat(capabilities.json().path("features")).isNotEmpty();
    var dependencies = registry.get("/dependencies");
    for (String kind : List.of("required", "optional", "missing")) {
      assertThat(dependencies.at("/" + kind)).isEqualTo("[]");
    }
  }

  @Test
  void tellsItsStateFromRealFigures() throws Exception {
    registry.get("/health");
    registry.get("/nowhere");
    time.advance(Duration.ofMinutes(1));
    var state = registry.get("/state").json();
    assertThat(state.path("state").asText()).isEqualTo("active");
    assertThat(state.path("memory_mb").asDouble())
        .as("what the service itself tells, give or take what the tests do meanwhile")
        .isCloseTo(new ProcessState(time).memoryMb(), withinPercentage(20));
    assertThat(state.path("cpu_percent").asDouble()).isBetween(0.0, 100.0);
    assertThat(state.path("uptime_seconds").asLong()).isEqualTo(60);
    assertThat(state.path("requests_total").asLong()).isEqualTo(2);
    assertThat(state.path("requests_per_minute").asLong()).isEqualTo(2);
    assertThat(state.path("errors_last_hour").asLong()).isZero();
    assertThat(state.path("last_restart").asText()).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(answered).contains("GET /health 200", "GET /nowhere 404");
  }

  @Test
  void saysThatItSendsNoMessages() throws Exception {
    var usage = registry.get("/send");
    assertThat(usage.status()).isEqualTo(200);
    assertThat(usage.json().path("usage").asText()).contains("sends no messages");
  }

  @Test
  void takesMessages() throws Exception {
    var receipt =
        registry.post(
            "/message",
            "{\"trace_id\":\"t-1\",\"source\":7,\"target\":\"registry\",\"message_type\":\"event\",\"payload\":{}}");
    assertThat(receipt.status()).isEqualTo(200);
    assertThat(receipt.body())
        .isEqualTo(
            "{\"received\":true,\"trace_id\":\"t-1\",\"processed_at\":\"2026-01-01T12:00:00Z\",\"result\":\"success\"}");
    assertThat(registry.post("/message", "{}").json().path("trace_id").asText()).isNotEmpty();
    assertThat(registry.get("/message").at("/usage")).contains("/message");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message_type\":\"gossip\"}",
        "{\"trace_id\":5}",
        "{\"message_type\":5}",
        "text"
      })
  void refusesAMessageThatIsNone(String body) throws Exception {
    assertThat(registry.post("/message", body).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"trace_id, 128", "source, 255", "target, 255"})
  void refusesAMessageWithATextThatWouldFloodTheLog(String field, int longest) throws Exception {
    String body = "{\"" + field + "\":\"%s\"}";
    assertThat(registry.post("/message", body.formatted("x".repeat(longest))).status())
        .isEqualTo(200);

    var refused = registry.post("/message", body.formatted("x".repeat(longest + 1)));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.at("/error/code")).isEqualTo("\"INVALID_REQUEST\"");
    assertThat(refused.at("/error/details/errors/0/field")).isEqualTo("\"" + field + "\"");
  }

  @Test
  void hasAPageAtTheRoot() throws Exception {
    var page = registry.get("/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("<title>Registry</title>").contains("href=\"/droplets\"");
  }

  @Test
  void errorsHaveTheOneShape() throws Exception {
    assertThat(registry.get("/nowhere").at("/error/code")).isEqualTo("\"NOT_FOUND\"");
    assertThat(registry.delete("/droplets").at("/error/code")).isEqualTo("\"METHOD_NOT_ALLOWED\"");
  }
}
