package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.FakeDns;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Seen;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Turn;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.task.Attempt;
import ai.fullpotential.orchestrator.task.Attempt.Outcome;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.time.Await;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method against every way a droplet can fail: it sees exactly as many calls as the task's
 * record has attempts, one and its retries.
 */
@OnEveryStore
class AttemptsOnTheWireTest {

  private static final int RETRIES = 2;
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final TaskLimits PATIENT =
      TestService.limits(RETRIES, Duration.ofSeconds(5), Duration.ofSeconds(30));
  private static final TaskLimits HASTY =
      TestService.limits(RETRIES, Duration.ofMillis(400), Duration.ofSeconds(30));

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("500", Turns.status(500, "{\"oops\":1}"), Outcome.ANSWERED, PATIENT),
        Arguments.of("503", Turns.status(503, ""), Outcome.ANSWERED, PATIENT),
        Arguments.of("599", Turns.status(599, "text"), Outcome.ANSWERED, PATIENT),
        Arguments.of("reset after reading", Turns.reset(), Outcome.RESET, PATIENT),
        Arguments.of("closed after reading", Turns.hangUp(), Outcome.RESET, PATIENT),
        Arguments.of("SSH", Turns.send("SSH-2.0-OpenSSH_9.6\r\n"), Outcome.RESET, PATIENT),
        Arguments.of("101", Turns.send("HTTP/1.1 101 X\r\n\r\n"), Outcome.RESET, PATIENT),
        Arguments.of(
            "status 099",
            Turns.send("HTTP/1.1 099 X\r\nContent-Length: 0\r\n\r\n"),
            Outcome.RESET,
            PATIENT),
        Arguments.of("status 700", Turns.status(700, ""), Outcome.RESET, PATIENT),
        Arguments.of(
            "cut short",
            Turns.sendAndClose("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour"),
            Outcome.RESET,
            PATIENT),
        Arguments.of(
            "reset in the answer",
            Turns.sendAndReset("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour"),
            Outcome.RESET,
            PATIENT),
        Arguments.of("silence", Turns.silence(), Outcome.TIMEOUT, HASTY),
        Arguments.of(
            "drips",
            Turns.drip(
                "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" + "x".repeat(999),
                Duration.ofMillis(20)),
            Outcome.TIMEOUT,
            HASTY),
        Arguments.of(
            "a body that does not come",
            Turns.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour"),
            Outcome.TIMEOUT,
            HASTY));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void aDropletThatFailsSeesOneCallForEachRecordedAttempt(
      String name, Turn turn, Outcome outcome, TaskLimits limits) {
    try (TestService service = TestService.start(limits)) {
      record Called(String method, ScriptedDroplet droplet) {}
      List<Called> all =
          METHODS.stream()
              .map(method -> new Called(method, ScriptedDroplet.playing(turn)))
              .toList();
      service.knows(
          all.stream().collect(Collectors.toMap(Called::method, called -> called.droplet().url())));
      atTheSameTime(
          all,
          called -> {
            Task task = failedTask(service, called.method(), called.method());
            assertThat(outcomes(task)).as(name).hasSize(1 + RETRIES).containsOnly(outcome);
            assertSeen(called.droplet(), called.method(), task);
          });
      all.forEach(called -> called.droplet().close());
    }
  }

  private static void assertSeen(ScriptedDroplet droplet, String method, Task task) {
    Await.until("each is seen", () -> droplet.requests().size() == 1 + RETRIES);
    assertThat(droplet.calls()).isEqualTo(1 + RETRIES);
    assertThat(droplet.requests()).extracting(Seen::line).containsOnly(method + " /x HTTP/1.1");
    assertThat(droplet.requests())
        .extracting(seen -> seen.header("X-Attempt"))
        .containsExactly(List.of("1"), List.of("2"), List.of("3"));
    assertThat(droplet.requests())
        .extracting(seen -> seen.header("Idempotency-Key"))
        .containsOnly(List.of(task.id().value()));
  }

  private static <T> void atTheSameTime(List<T> things, Consumer<T> action) {
    things.stream()
        .map(
            thing ->
                CompletableFuture.runAsync(() -> action.accept(thing), Thread.ofVirtual()::start))
        .toList()
        .forEach(CompletableFuture::join);
  }

  private static Task failedTask(TestService service, String droplet, String method) {
    Answer answer = service.submitTo(droplet, method, "/x");
    JsonNode details = Envelope.details(answer, ErrorCode.DROPLET_UNREACHABLE);
    assertThat(details.get("retry_count").asInt()).isEqualTo(RETRIES);
    Task task = service.record(details.get("task_id").asText());
    assertThat(task.status()).isEqualTo(TaskStatus.ERROR);
    return task;
  }

  private static List<Outcome> outcomes(Task task) {
    return task.attempts().stream()
        .map(attempt -> Objects.requireNonNull(attempt.end()).outcome())
        .toList();
  }

  @Test
  void aPortWhereNothingListensIsTriedAsOftenAsRecorded() throws Exception {
    try (TestService service = TestService.start(PATIENT);
        Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      service.knows("thing", new BaseUrl(false, "127.0.0.1", bound.getLocalPort(), ""));
      for (String method : METHODS) {
        assertThat(outcomes(failedTask(service, "thing", method)))
            .hasSize(1 + RETRIES)
            .containsOnly(Outcome.REFUSED);
      }
    }
  }

  @Test
  void aNameThatIsNotKnownIsTriedAsOftenAsRecorded() {
    try (FakeDns dns = FakeDns.knowingNoName();
        TestService service = TestService.start(dns.loops(2), PATIENT)) {
      service.knows("thing", new BaseUrl(false, "no-such-host.test", 8000, ""));
      for (String method : METHODS) {
        assertThat(outcomes(failedTask(service, "thing", method)))
            .hasSize(1 + RETRIES)
            .containsOnly(Outcome.DNS);
      }
    }
  }

  @Test
  void whatIsNoFailureIsNeverTriedAgain() {
    try (TestService service = TestService.start(PATIENT)) {
      for (int status : List.of(200, 201, 204, 299, 300, 304, 307, 400, 401, 404, 408, 429, 499)) {
        try (ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.status(status, ""))) {
          service.knows("thing", droplet.url());
          JsonNode body = Envelope.json(service.submit("POST", "/x").body());
          assertThat(body.get("response_status").asInt()).isEqualTo(status);
          assertThat(body.get("retry_count").asInt()).isZero();
          assertThat(body.get("status").asText()).isEqualTo(status < 300 ? "success" : "error");
          assertThat(droplet.calls()).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void aDropletThatRecoversIsAskedNoMoreThanNeeded() {
    try (TestService service = TestService.start(PATIENT);
        ScriptedDroplet droplet =
            ScriptedDroplet.playing(
                Turns.hangUp(), Turns.status(503, ""), Turns.status(200, "1"))) {
      service.knows("thing", droplet.url());
      JsonNode body = Envelope.json(service.submit("POST", "/x", "{}").body());
      assertThat(body.get("status").asText()).isEqualTo("success");
      assertThat(body.get("retry_count").asInt()).isEqualTo(2);
      assertThat(droplet.calls()).isEqualTo(3);
      assertThat(service.record(body.get("task_id").asText()).attempts())
          .extracting(Attempt::number)
          .containsExactly(1, 2, 3);
    }
  }

  /** Many callers at once over few connections: none of them is given another's answer. */
  @Test
  void answersNeverCrossBetweenTasks() {
    Turn echo =
        (seen, connection) -> {
          connection.send(Turns.answer(200, "application/json", seen.body()));
          return true;
        };
    try (TestService service = TestService.start(PATIENT);
        ScriptedDroplet droplet = ScriptedDroplet.playing(echo)) {
      service.knows("thing", droplet.url());
      atTheSameTime(
          IntStream.range(0, 20).boxed().toList(),
          caller -> {
            for (int i = 0; i < 20; i++) {
              String own = "[" + caller + "," + i + "]";
              JsonNode body = Envelope.json(service.submit("POST", "/echo", own).body());
              assertThat(body.get("response_body")).hasToString(own);
            }
          });
      assertThat(droplet.calls()).isEqualTo(400);
    }
  }
}
