package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.time.Await;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One endpoint, synchronous or not, as its caller prefers (contract B1, RFC 7240). */
@OnEveryStore
class PreferTest extends AsyncTasks {

  private final SystemTime time = new SystemTime();

  @Test
  void respondAsyncIsAnsweredAtOnceWithWhereToAsk() {
    CountDownLatch latch = held();
    Answer answer = submit(task(), ASYNC);
    assertThat(answer.status()).isEqualTo(202);
    String id = json(answer).get("task_id").asText();
    assertThat(answer.body())
        .isEqualTo(
            "{\"task_id\":\""
                + id
                + "\",\"status\":\"queued\",\"status_url\":\"/orchestrator/tasks/"
                + id
                + "\"}");
    assertThat(answer.headers("Location")).containsExactly("/orchestrator/tasks/" + id);
    assertThat(answer.headers("Preference-Applied")).containsExactly("respond-async");
    latch.countDown();
    assertThat(json(service.get("/orchestrator/tasks/" + id + "?wait=10")).get("status").asText())
        .isEqualTo("success");
  }

  @Test
  void waitIsAnsweredWithTheEndWhenItComesInTime() {
    Answer answer = submit(task(), "Prefer: wait=10");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(json(answer).at("/response_body/ok").asInt()).isEqualTo(1);
    assertThat(answer.headers("Preference-Applied")).containsExactly("wait=10");
    assertThat(answer.header("Location")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wait=1",
        "respond-async, wait=1",
        "wait=1, respond-async",
        "respond-async;wait=1"
      })
  void waitIsAnsweredWithWhereToAskWhenTheEndDoesNotComeInTime(String preference) {
    CountDownLatch latch = held();
    long start = time.nanos();
    Answer answer = submit(task(), "Prefer: " + preference);
    assertThat(time.since(start)).isBetween(Duration.ofMillis(990), Duration.ofSeconds(5));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(json(answer).get("status").asText()).isEqualTo("running");
    assertThat(answer.header("Location")).isPresent();
    assertThat(answer.header("Preference-Applied").orElseThrow()).contains("wait=1");
    latch.countDown();
    assertThat(ended(json(answer).get("task_id").asText()).get("status").asText())
        .isEqualTo("success");
  }

  @Test
  void bothAreToldAsApplied() {
    Answer answer = submit(task(), "Prefer: respond-async, wait=10");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers("Preference-Applied")).containsExactly("respond-async, wait=10");
  }

  @Test
  void waitZeroIsRespondAsync() {
    CountDownLatch latch = held();
    assertThat(submit(task(), "Prefer: wait=0").status()).isEqualTo(202);
    latch.countDown();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RESPOND-ASYNC | respond-async",
        "Respond-Async, WAIT=0 | respond-async, wait=0",
        "return=minimal, respond-async | respond-async",
        "wait = 0 | wait=0",
        "wait=\"0\" | wait=0",
        "respond-async, wait=banana | respond-async",
      })
  void preferencesAreReadInAnyCaseAndAmongOthers(String preference, String applied) {
    CountDownLatch latch = held();
    Answer answer = submit(task(), "Prefer: " + preference);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.headers("Preference-Applied")).containsExactly(applied);
    latch.countDown();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wait",
        "wait=",
        "wait=-1",
        "wait=1.5",
        "wait=x",
        "respond-asynchronously",
        "async",
        "wait=99999999999999999999",
        "return=minimal",
        ",,;=",
        "respond-async=yes"
      })
  void whatIsMalformedOrUnknownIsPassedOver(String preference) {
    Answer answer = submit(task(), "Prefer: " + preference);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Preference-Applied")).isEmpty();
  }

  @Test
  void preferencesInSeveralHeadersCombine() {
    Answer answer = submit(task(), "Prefer: respond-async", "Prefer: wait=10");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers("Preference-Applied")).containsExactly("respond-async, wait=10");
  }

  @Test
  void noPreferenceIsVersionOneDotOne() {
    Answer answer = submit(task());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Preference-Applied")).isEmpty();
    assertThat(answer.header("Location")).isEmpty();
  }

  @Test
  void anUnknownDropletIsRefusedAsynchronouslyTooAndNothingIsStored() {
    for (String preference : List.of("respond-async", "wait=5")) {
      Answer answer =
          submit("{\"droplet_name\":\"nobody\",\"path\":\"/\"}", "Prefer: " + preference);
      assertThat(
              Envelope.details(answer, ErrorCode.DROPLET_NOT_FOUND)
                  .get("requested_droplet")
                  .asText())
          .isEqualTo("nobody");
    }
    assertThat(stored()).isZero();
  }

  @Test
  void aFailureWithinTheWaitIsToldAsOneToACallerThatWaits() {
    droplet.replay(Turns.status(500, "{}"));
    Answer answer = submit(task("'max_retries':0"), "Prefer: wait=10");
    Envelope.details(answer, ErrorCode.DROPLET_UNREACHABLE);
  }

  @Test
  void theTaskGoesOnWhenItsCallerLeaves() {
    CountDownLatch latch = held();
    try (var client = ai.fullpotential.orchestrator.net.RawClient.connect(service.port())) {
      byte[] body = task().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      client
          .send("POST /tasks HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length + "\r\n\r\n")
          .send(body);
      Await.until("it is called", () -> droplet.calls() == 1);
    }
    latch.countDown();
    Await.until(
        "it ends", () -> json(service.get("/tasks?status=success")).get("total").asInt() == 1);
  }

  @Test
  void readingARecordWaitsForTheEnd() {
    CountDownLatch latch = held();
    String id = accepted(task(), ASYNC);
    long start = time.nanos();
    assertThat(json(service.get("/tasks/" + id + "?wait=1")).get("status").asText())
        .isEqualTo("running");
    assertThat(time.since(start)).isBetween(Duration.ofMillis(990), Duration.ofSeconds(5));
    assertThat(json(service.get("/tasks/" + id + "?wait=0")).get("status").asText())
        .isEqualTo("running");
    latch.countDown();
    assertThat(json(service.get("/tasks/" + id + "?wait=60")).get("status").asText())
        .isEqualTo("success");
    Envelope.details(
        service.get("/tasks/00000000-0000-7000-8000-000000000000?wait=60"),
        ErrorCode.TASK_NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "61", "x", "1.5", "1e1"})
  void aWaitThatIsNoneIsRefused(String wait) {
    String id = accepted(task(), ASYNC);
    assertThat(faults(service.get("/tasks/" + id + "?wait=" + wait)))
        .containsExactly("wait must be a whole number from 0 to 60, not '" + wait + "'");
  }
}
