package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.RawClient;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.time.Await;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a submission is answered with, member by member (contract A2). */
@OnEveryStore
class TaskAnswerTest {

  private final ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.status(200, "1"));
  private TestService service = TestService.start();

  @AfterEach
  void close() {
    droplet.close();
    service.close();
  }

  private void use(TestService other) {
    service.close();
    service = other;
  }

  private Answer submit(ScriptedDroplet.Turn... turns) {
    droplet.replay(turns);
    service.knows("thing", droplet.url());
    return service.submit("POST", "/x?y", "{}");
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  @Test
  void aSuccessHasJustTheseMembersInThisOrder() {
    Answer answer = submit(Turns.status(200, "{\"status\": \"active\"}"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .matches(
            "\\{\"task_id\":\"[0-9a-f-]{36}\",\"status\":\"success\","
                + "\"target_url\":\"http://127\\.0\\.0\\.1:[0-9]+/x\\?y\",\"response_status\":200,"
                + "\"response_body\":\\{\"status\":\"active\"},\"retry_count\":0,\"duration_ms\":[0-9]+}");
  }

  @Test
  void aRefusalByTheDropletIsAnswered200WithItsReason() {
    Answer answer = submit(Turns.status(404, "{\"detail\":\"no\"}"));
    assertThat(answer.status()).isEqualTo(200);
    JsonNode body = Envelope.json(answer.body());
    assertThat(names(body))
        .containsExactly(
            "task_id",
            "status",
            "target_url",
            "response_status",
            "response_body",
            "retry_count",
            "duration_ms",
            "error_message");
    assertThat(body.get("status").asText()).isEqualTo("error");
    assertThat(body.get("response_body")).hasToString("{\"detail\":\"no\"}");
    assertThat(body.get("error_message").asText()).isEqualTo("the droplet answered HTTP 404");
  }

  @Test
  void aLargeAnswerIsToldWholeAndKeptAsANote() {
    String large = "\"" + "x".repeat(TestService.KEEP * 3) + "\"";
    JsonNode body = Envelope.json(submit(Turns.status(200, large)).body());
    assertThat(body.get("response_body")).hasToString(large);

    Answer record = service.get("/tasks/" + body.get("task_id").asText());
    JsonNode kept = Envelope.json(record.body()).get("response_body");
    assertThat(names(kept))
        .containsExactly("_truncated", "_original_size_kb", "_max_size_kb", "_message");
    assertThat(kept.get("_truncated").asBoolean()).isTrue();
    assertThat(kept.get("_original_size_kb").asDouble()).isEqualTo(30);
    assertThat(kept.get("_max_size_kb").asDouble()).isEqualTo(10);
  }

  @Test
  void anAnswerOfTheLargestKeptSizeIsKept() {
    String largest = "\"" + "x".repeat(TestService.KEEP - 2) + "\"";
    JsonNode body = Envelope.json(submit(Turns.status(200, largest)).body());
    JsonNode record = Envelope.json(service.get("/tasks/" + body.get("task_id").asText()).body());
    assertThat(record.get("response_body")).hasToString(largest);
  }

  @Test
  void anAnswerThatIsTooLargeIsAnErrorOfTheDropletAndNotTriedAgain() {
    Answer answer = submit(Turns.status(200, "\"" + "x".repeat(TestService.MAX_ANSWER) + "\""));
    assertThat(answer.status()).isEqualTo(200);
    JsonNode body = Envelope.json(answer.body());
    assertThat(body.get("status").asText()).isEqualTo("error");
    assertThat(body.get("response_status").asInt()).isEqualTo(200);
    assertThat(body.get("response_body").isNull()).isTrue();
    assertThat(body.get("retry_count").asInt()).isZero();
    assertThat(body.get("error_message").asText())
        .contains(TestService.MAX_ANSWER + " bytes", "RESPONSE_MAX_BYTES");
    assertThat(droplet.calls()).isEqualTo(1);
  }

  @Test
  void anUnreachableDropletIsA503WithEveryDetail() {
    Answer answer = submit(Turns.hangUp(), Turns.hangUp(), Turns.status(502, "{\"why\":1}"));
    JsonNode details = Envelope.details(answer, ErrorCode.DROPLET_UNREACHABLE);
    assertThat(names(details))
        .containsExactly(
            "task_id",
            "droplet_name",
            "target_url",
            "retry_count",
            "last_error",
            "response_status",
            "duration_ms",
            "total_duration_ms");
    assertThat(details.get("droplet_name").asText()).isEqualTo("thing");
    assertThat(details.get("target_url").asText()).isEqualTo(droplet.url() + "/x?y");
    assertThat(details.get("retry_count").asInt()).isEqualTo(2);
    assertThat(details.get("last_error").asText()).isEqualTo("the droplet answered HTTP 502");
    assertThat(details.get("response_status").asInt()).isEqualTo(502);
    assertThat(details.get("total_duration_ms").asLong())
        .isGreaterThanOrEqualTo(details.get("duration_ms").asLong() + 15);

    JsonNode record =
        Envelope.json(service.get("/tasks/" + details.get("task_id").asText()).body());
    assertThat(record.get("status").asText()).isEqualTo("error");
    assertThat(record.get("response_body")).hasToString("{\"why\":1}");
    assertThat(record.get("error_message").asText()).isEqualTo("the droplet answered HTTP 502");
  }

  @Test
  void aFailureWithoutAnAnswerHasNoResponseStatus() {
    JsonNode details = Envelope.details(submit(Turns.hangUp()), ErrorCode.DROPLET_UNREACHABLE);
    assertThat(details.get("response_status").isNull()).isTrue();
    assertThat(details.get("last_error").asText()).contains("closed or reset");
  }

  @Test
  void aTaskWhoseTimeRunsOutIsA504WithEveryDetail() {
    use(TestService.start(TestService.limits(2, Duration.ofSeconds(5), Duration.ofMillis(300))));
    Answer answer = submit(Turns.silence());
    JsonNode details = Envelope.details(answer, ErrorCode.TIMEOUT);
    assertThat(names(details))
        .containsExactly(
            "task_id",
            "droplet_name",
            "target_url",
            "retry_count",
            "last_error",
            "response_status",
            "duration_ms",
            "total_duration_ms",
            "timeout_seconds");
    assertThat(details.get("timeout_seconds").asDouble()).isEqualTo(0.3);
    assertThat(details.get("retry_count").asInt()).isZero();
    assertThat(details.get("total_duration_ms").asLong()).isBetween(300L, 800L);
    assertThat(service.record(details.get("task_id").asText()).status())
        .isEqualTo(TaskStatus.TIMEOUT);
  }

  @Test
  void aDropletThatVanishesBetweenAttemptsEndsTheTaskByItsTime() {
    use(TestService.start(TestService.limits(2, Duration.ofSeconds(5), Duration.ofMillis(300))));
    Answer answer =
        submit(
            (_, _) -> {
              service.knows(Map.of());
              return false;
            });
    JsonNode details = Envelope.details(answer, ErrorCode.TIMEOUT);
    assertThat(details.get("retry_count").asInt()).isZero();
    assertThat(droplet.calls()).isEqualTo(1);
  }

  @Test
  void anUnknownDropletIsA400AfterOneSync() {
    service.knows(Map.of("beta", droplet.url(), "Alpha", droplet.url()));
    Answer answer = service.submitTo("gamma", "GET", "/x");
    JsonNode details = Envelope.details(answer, ErrorCode.DROPLET_NOT_FOUND);
    assertThat(answer.body()).contains("\"message\":\"Droplet 'gamma' not found in registry\"");
    assertThat(names(details))
        .containsExactly("requested_droplet", "available_droplets", "cache_status");
    assertThat(details.get("requested_droplet").asText()).isEqualTo("gamma");
    assertThat(details.get("available_droplets")).hasToString("[\"Alpha\",\"beta\"]");
    assertThat(details.get("cache_status").asText()).isEqualTo("active");
    assertThat(service.syncs).hasValue(1);
    assertThat(service.store.list(TaskQuery.newest(1)).total()).isZero();
  }

  @Test
  void withNoListAtAllTheCacheIsUnavailable() {
    JsonNode details =
        Envelope.details(service.submitTo("any", "GET", "/x"), ErrorCode.DROPLET_NOT_FOUND);
    assertThat(details.get("available_droplets")).hasToString("[]");
    assertThat(details.get("cache_status").asText()).isEqualTo("unavailable");
  }

  @Test
  void aStoppingServiceIsA503ThatSaysWhenToTryAgain() throws Exception {
    service.dispatcher.drain(Duration.ZERO);
    Answer answer = submit(Turns.status(200, "1"));
    Envelope.details(answer, ErrorCode.OVERLOADED);
    assertThat(answer.header("Retry-After")).contains("1");
    assertThat(droplet.calls()).isZero();
  }

  @Test
  void aTaskThatIsCutByTheEndIsA503WithItsId() {
    droplet.replay(Turns.silence());
    service.knows("thing", droplet.url());
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> service.submit("GET", "/x"), Thread.ofVirtual()::start);
    Await.until("the call is made", () -> droplet.calls() == 1);
    CompletableFuture<Void> drained =
        CompletableFuture.runAsync(
            () -> {
              try {
                service.dispatcher.drain(Duration.ofMillis(10));
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            Thread.ofVirtual()::start);
    JsonNode details = Envelope.details(answer.join(), ErrorCode.OVERLOADED);
    drained.join();
    assertThat(service.record(details.get("task_id").asText()).status())
        .isEqualTo(TaskStatus.ERROR);
  }

  @Test
  void tooManyTasksAtOnceAreA503AndTheOthersEndWell() {
    CountDownLatch gate = new CountDownLatch(1);
    droplet.replay(Turns.when(gate, Turns.status(200, "1")));
    service.knows("thing", droplet.url());
    List<CompletableFuture<Answer>> taken = new ArrayList<>();
    for (int i = 0; i < TestService.MAX_CONCURRENT; i++) {
      taken.add(
          CompletableFuture.supplyAsync(
              () -> service.submit("GET", "/x"), Thread.ofVirtual()::start));
    }
    Await.until("all are at the droplet", () -> droplet.calls() == TestService.MAX_CONCURRENT);
    Answer answer = service.submit("GET", "/x");
    assertThat(Envelope.details(answer, ErrorCode.OVERLOADED).get("max_concurrent_tasks").asInt())
        .isEqualTo(TestService.MAX_CONCURRENT);
    assertThat(answer.header("Retry-After")).contains("1");
    gate.countDown();
    taken.forEach(other -> assertThat(other.join().status()).isEqualTo(200));
  }

  /** The task is the service's own once it is taken; its caller may go. */
  @Test
  void aCallerThatLeavesDoesNotEndItsTask() {
    CountDownLatch gate = new CountDownLatch(1);
    droplet.replay(Turns.hangUp(), Turns.when(gate, Turns.status(200, "\"late\"")));
    service.knows("thing", droplet.url());
    RawClient leaving = RawClient.connect(service.port());
    byte[] body = "{\"droplet_name\":\"thing\",\"path\":\"/x\"}".getBytes(StandardCharsets.UTF_8);
    leaving.send("POST /tasks HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length + "\r\n\r\n");
    leaving.send(body);
    Await.until("its second attempt is at the droplet", () -> droplet.calls() == 2);
    leaving.reset();
    gate.countDown();
    Await.until(
        "it has ended well",
        () ->
            service.store.list(TaskQuery.newest(1)).tasks().getFirst().status()
                == TaskStatus.SUCCESS);
    Await.until("its place is given back", () -> service.dispatcher.underWay() == 0);
  }

  @Test
  void anHttpsDropletThatSpeaksPlainHttpIsUnreachable() {
    droplet.replay(Turns.status(200, "1"));
    try (ScriptedDroplet plain = ScriptedDroplet.playing(Turns.status(200, "1"))) {
      use(TestService.start(TestService.limits(1, Duration.ofMillis(300), Duration.ofSeconds(30))));
      service.knows("thing", new BaseUrl(true, "127.0.0.1", plain.port(), ""));
      JsonNode details =
          Envelope.details(service.submit("GET", "/x"), ErrorCode.DROPLET_UNREACHABLE);
      assertThat(details.get("target_url").asText()).startsWith("https://127.0.0.1:");
      assertThat(plain.calls()).isZero();
    }
  }
}
