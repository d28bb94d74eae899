package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Seen;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** UDC messages, in and out (contract A7). */
@OnEveryStore
class MessageTest {

  private static TestService service;

  private final ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.status(200, "1"));

  @AfterEach
  void closeDroplet() {
    droplet.close();
  }

  @OnEveryStore.Before
  static void start() {
    service = TestService.start();
  }

  @OnEveryStore.After
  static void close() {
    service.close();
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static JsonNode ok(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return Envelope.json(answer.body());
  }

  private static List<String> faultyFields(Answer answer) {
    List<String> fields = new ArrayList<>();
    Envelope.details(answer, ErrorCode.INVALID_REQUEST)
        .get("errors")
        .forEach(fault -> fields.add(fault.get("field").asText()));
    return fields;
  }

  @Test
  void aMessageIsAcknowledgedByItsTrace() {
    JsonNode receipt =
        ok(
            service.post(
                "/message",
                "{\"trace_id\":\"t-1\",\"source\":7,\"target\":\"orchestrator\",\"message_type\":"
                    + "\"status\",\"payload\":{\"x\":[1]},\"timestamp\":\"2026-01-01T00:00:00Z\"}"));
    assertThat(names(receipt)).containsExactly("received", "trace_id", "processed_at", "result");
    assertThat(receipt.get("received").asBoolean()).isTrue();
    assertThat(receipt.get("trace_id").asText()).isEqualTo("t-1");
    assertThat(receipt.get("result").asText()).isEqualTo("success");
    assertThat(Instant.parse(receipt.get("processed_at").asText())).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"source\":\"x\",\"target\":3}",
        "{\"source\":1.5,\"target\":-1}",
        "{\"message_type\":null,\"payload\":null,\"source\":null}",
        "{\"something\":\"else\",\"payload\":\"\\ud83d\\ude00\"}"
      })
  void aMessageMayLeaveOutWhatItLikes(String body) {
    Answer answer = service.post("/orchestrator/message", body, "X-Request-ID: mine");
    assertThat(ok(answer).get("trace_id").asText()).isEqualTo("mine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|body",
        "{\"message_type\":\"STATUS\"}|message_type",
        "{\"message_type\":1}|message_type",
        "{\"source\":{}}|source",
        "{\"target\":[1]}|target",
        "{\"source\":true}|source",
        "{\"trace_id\":5}|trace_id",
        "{\"payload\":\"\\ud800\"}|payload",
        "{\"source\":1,\"source\":2}|body"
      })
  void aFaultyMessageIsA400(String body, String field) {
    assertThat(faultyFields(service.post("/message", body))).containsExactly(field);
  }

  @Test
  void aSentMessageIsDeliveredAndKeptAsATask() {
    service.knows("Thing", droplet.url("/base"));
    JsonNode sent =
        ok(
            service.post(
                "/send",
                "{\"target\":\"thing\",\"message_type\":\"command\",\"payload\":{\"n\":1.50},"
                    + "\"priority\":\"high\",\"trace_id\":\"t-2\"}"));
    assertThat(names(sent)).startsWith("sent", "trace_id", "target", "timestamp", "result");
    assertThat(sent.get("sent").asBoolean()).isTrue();
    assertThat(sent.get("trace_id").asText()).isEqualTo("t-2");
    assertThat(sent.get("target").asText()).isEqualTo("thing");
    assertThat(sent.get("result").asText()).isEqualTo("success");

    Seen seen = droplet.requests().getFirst();
    assertThat(seen.line()).isEqualTo("POST /base/message HTTP/1.1");
    JsonNode message = Envelope.json(seen.body());
    assertThat(message.get("trace_id").asText()).isEqualTo("t-2");
    assertThat(message.get("source").asInt()).isEqualTo(2);
    assertThat(message.get("message_type").asText()).isEqualTo("command");
    assertThat(seen.body()).contains("\"payload\":{\"n\":1.50}");
    assertThat(service.record(sent.get("task_id").asText()).spec().path().value())
        .isEqualTo("/message");
  }

  @Test
  void aMessageIsRetriedAsOftenAsItSays() {
    service.knows("thing", droplet.url());
    droplet.replay(Turns.hangUp());
    JsonNode details =
        Envelope.details(
            service.post("/send", "{\"target\":\"thing\",\"retry_count\":1}"),
            ErrorCode.DROPLET_UNREACHABLE);
    assertThat(details.get("retry_count").asInt()).isEqualTo(1);
    assertThat(droplet.calls()).isEqualTo(2);
  }

  @Test
  void aMessageThatTheDropletRefusesIsNotSent() {
    service.knows("thing", droplet.url());
    droplet.replay(Turns.status(422, "{}"));
    JsonNode sent = ok(service.post("/send", "{\"target\":\"thing\"}"));
    assertThat(sent.get("sent").asBoolean()).isFalse();
    assertThat(sent.get("result").asText()).isEqualTo("error");
  }

  @Test
  void aMessageToNobodyIsA400() {
    service.knows(Map.of());
    Envelope.details(service.post("/send", "{\"target\":\"nobody\"}"), ErrorCode.DROPLET_NOT_FOUND);
  }

  @Test
  void everyFaultOfAMessageToSendIsTold() {
    assertThat(
            faultyFields(
                service.post(
                    "/send",
                    "{\"message_type\":\"x\",\"priority\":\"urgent\",\"retry_count\":11,\"pririty\":1}")))
        .containsExactlyInAnyOrder("target", "message_type", "priority", "retry_count", "pririty");
    assertThat(faultyFields(service.post("/send", "{\"target\":\"x\",\"retry_count\":-1}")))
        .containsExactly("retry_count");
    assertThat(faultyFields(service.post("/send", "{\"target\":\"x\",\"retry_count\":\"1\"}")))
        .containsExactly("retry_count");
  }

  @Test
  void askingForThemTellsHowTheyAreUsed() {
    for (String path :
        List.of("/message", "/send", "/orchestrator/message", "/orchestrator/send")) {
      assertThat(ok(service.get(path)).get("usage").asText()).contains("POST");
    }
    Envelope.details(
        service.post("/message", "x", "Content-Type: text/plain"),
        ErrorCode.UNSUPPORTED_MEDIA_TYPE);
  }
}
