package ai.fullpotential.orchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication.Answer;
import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.RawClient;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ServerSettings;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.time.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bounds of the whole service as it is when nothing is set (contract B5). */
class InboundDefaultsTest {

  private static final int MIB = 1024 * 1024;

  private final CountDownLatch gate = new CountDownLatch(1);
  private final ScriptedDroplet droplet =
      ScriptedDroplet.playing(Turns.when(gate, Turns.status(200, "1")));

  @TempDir Path directory;
  private TestApplication service;

  @BeforeEach
  void start() throws Exception {
    service = TestApplication.start(directory, "MAX_CONCURRENT_TASKS", "1");
  }

  @AfterEach
  void close() {
    gate.countDown();
    service.close();
    droplet.close();
  }

  private RawClient.Answer post(String headers, String body) {
    return RawClient.ask(
        service.port(),
        "POST /tasks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + headers
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static String task(String payload) {
    return "{\"droplet_name\":\"nobody\",\"path\":\"/\",\"payload\":" + payload + "}";
  }

  @Test
  void aBodyMayHaveAMebibyte() {
    String filled = task("\"" + "x".repeat(MIB - task("\"\"").length()) + "\"");
    assertThat(filled).hasSize(MIB);
    Envelope.details(post("", filled), ErrorCode.DROPLET_NOT_FOUND);
    assertThat(
            Envelope.details(post("", filled + " "), ErrorCode.PAYLOAD_TOO_LARGE)
                .get("max_bytes")
                .asInt())
        .isEqualTo(MIB);
  }

  @Test
  void headersMayHaveSixteenKibibytesTogetherAndTheRequestLineEight() {
    Envelope.details(post("X: " + "x".repeat(16_000) + "\r\n", "{}"), ErrorCode.INVALID_REQUEST);
    String many = ("X: " + "x".repeat(1000) + "\r\n").repeat(17);
    assertThat(
            Envelope.details(post(many, "{}"), ErrorCode.HEADERS_TOO_LARGE)
                .get("max_bytes")
                .asInt())
        .isEqualTo(16 * 1024);
    String line = "GET /tasks?q=" + "x".repeat(8192) + " HTTP/1.1\r\nHost: x\r\n\r\n";
    Envelope.details(RawClient.ask(service.port(), line), ErrorCode.URI_TOO_LONG);
  }

  @Test
  void jsonMayNestSixtyFourLevels() {
    String deep = "[".repeat(63) + "]".repeat(63); // and the object around it
    Envelope.details(post("", task(deep)), ErrorCode.DROPLET_NOT_FOUND);
    assertThat(
            Envelope.details(post("", task("[" + deep + "]")), ErrorCode.INVALID_REQUEST)
                .toString())
        .contains("64 levels");
  }

  @Test
  void anEncodedBodyIsNotTaken() {
    Envelope.details(
        post("Content-Encoding: gzip\r\n", task("1")), ErrorCode.UNSUPPORTED_MEDIA_TYPE);
  }

  @Test
  void whoIsSlowHasThirtySecondsAndWhoIsIdleSeventyFive() {
    ServerSettings usual = ServerSettings.at("127.0.0.1", 0, MIB);
    assertThat(usual.requestTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(usual.idleTimeout()).isEqualTo(Duration.ofSeconds(75));
  }

  @Test
  void oneTaskTooManyIsRefusedAtOnceAndToldWhenToComeAgain() throws Exception {
    service.register("gated", droplet.url());
    String task = "{\"droplet_name\":\"gated\",\"path\":\"/work\"}";
    CompletableFuture<Answer> first = service.taskInBackground(task);
    Await.until(
        "the first is at the droplet",
        () -> droplet.requests().stream().anyMatch(seen -> seen.line().contains("/work")));
    Answer second = service.task(task);
    assertThat(second.status()).isEqualTo(503);
    assertThat(second.code()).isEqualTo("OVERLOADED");
    assertThat(second.whole().headers().firstValue("Retry-After")).isPresent();
    gate.countDown();
    assertThat(first.get().status()).isEqualTo(200);
  }
}
