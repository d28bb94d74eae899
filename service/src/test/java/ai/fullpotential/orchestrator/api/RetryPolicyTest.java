package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.ScriptedDroplet.Turn;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A task's own retry policy (contract B1). */
@OnEveryStore
class RetryPolicyTest extends AsyncTasks {

  private JsonNode ran(Turn turn, String... options) {
    droplet.replay(turn);
    return ended(accepted(task(options), ASYNC));
  }

  /** The time from the end of each attempt to the beginning of the next, in seconds. */
  private static List<Double> waits(JsonNode record) {
    List<Double> waits = new ArrayList<>();
    JsonNode attempts = record.get("attempts");
    for (int i = 1; i < attempts.size(); i++) {
      waits.add(
          attempts.get(i).get("started_at").asDouble()
              - attempts.get(i - 1).get("ended_at").asDouble());
    }
    return waits;
  }

  @Test
  void maxRetriesOfTheTaskGoesBeforeThatOfItsPolicy() {
    assertThat(ran(Turns.status(500, ""), "'max_retries':0").get("retry_count").asInt()).isZero();
    assertThat(
            ran(
                    Turns.status(500, ""),
                    "'max_retries':1",
                    "'retry':{'max_retries':4,'backoff':{'initial_seconds':0}}")
                .get("retry_count")
                .asInt())
        .isEqualTo(1);
    assertThat(
            ran(Turns.status(500, ""), "'retry':{'max_retries':4,'backoff':{'initial_seconds':0}}")
                .get("retry_count")
                .asInt())
        .isEqualTo(4);
  }

  @Test
  void backoffGrowsUpToItsMost() {
    JsonNode record =
        ran(
            Turns.status(500, ""),
            "'retry':{'max_retries':3,"
                + "'backoff':{'initial_seconds':0.1,'multiplier':3,'max_seconds':0.4}}");
    List<Double> waits = waits(record);
    assertThat(waits).hasSize(3);
    assertThat(waits.get(0)).isBetween(0.1, 0.29);
    assertThat(waits.get(1)).isBetween(0.3, 0.8);
    assertThat(waits.get(2)).isBetween(0.4, 0.9);
  }

  @Test
  void aScheduleListsTheWaitsAndItsLastRepeats() {
    JsonNode record =
        ran(Turns.status(500, ""), "'retry':{'max_retries':3,'backoff':{'schedule':[0,0.3,0.1]}}");
    List<Double> waits = waits(record);
    assertThat(waits).hasSize(3);
    assertThat(waits.get(0)).isLessThan(0.25);
    assertThat(waits.get(1)).isBetween(0.3, 0.8);
    assertThat(waits.get(2)).isBetween(0.1, 0.6);
  }

  @Test
  void fullJitterWaitsNoLongerThanTheBackoff() {
    List<Double> waits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waits.addAll(
          waits(
              ran(
                  Turns.status(500, ""),
                  "'retry':{'max_retries':1,'jitter':'full','backoff':{'schedule':[0.3]}}")));
    }
    assertThat(waits).hasSize(10).allMatch(wait -> wait >= 0 && wait < 0.8);
    assertThat(waits.stream().filter(wait -> wait < 0.29)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "500, '[\"4xx\"]', 0",
    "404, '[\"4xx\"]', 2",
    "429, '[429]', 2",
    "404, '[429]', 0",
    "503, '[\"500-503\"]', 2",
    "504, '[\"500-503\"]', 0",
    "302, '[\"300-399\"]', 2",
    "500, '[]', 0",
  })
  void retryOnSaysWhichAnswersAreTriedAgain(int status, String on, int retries) {
    JsonNode record =
        ran(
            Turns.status(status, ""),
            "'retry':{'backoff':{'initial_seconds':0},'retry_on':" + on + "}");
    assertThat(record.get("retry_count").asInt()).isEqualTo(retries);
    assertThat(record.get("status").asText()).isEqualTo("error");
    assertThat(record.get("response_status").asInt()).isEqualTo(status);
  }

  @Test
  void retryOnSaysWhetherASilentOrABrokenCallIsTriedAgain() {
    String hasty = "'attempt_timeout_seconds':0.1";
    assertThat(
            ran(
                    Turns.silence(),
                    hasty,
                    "'retry':{'backoff':{'initial_seconds':0},'retry_on':['connect']}")
                .get("retry_count")
                .asInt())
        .isZero();
    assertThat(
            ran(
                    Turns.silence(),
                    hasty,
                    "'retry':{'backoff':{'initial_seconds':0},'retry_on':['timeout']}")
                .get("retry_count")
                .asInt())
        .isEqualTo(2);
    assertThat(
            ran(
                    Turns.reset(),
                    "'retry':{'backoff':{'initial_seconds':0},'retry_on':['timeout','5xx']}")
                .get("retry_count")
                .asInt())
        .isZero();
  }

  private static Turn busy(String retryAfter) {
    return Turns.send(
        "HTTP/1.1 503 Busy\r\nRetry-After: " + retryAfter + "\r\nContent-Length: 0\r\n\r\n");
  }

  @Test
  void theLongerOfBackoffAndRetryAfterIsWaited() {
    String one = "'retry':{'max_retries':1,'backoff':{'schedule':[0.05]}}";
    assertThat(waits(ran(busy("1"), one)).getFirst()).isBetween(1.0, 2.5);
    assertThat(waits(ran(busy("0"), one)).getFirst()).isBetween(0.05, 0.9);
    assertThat(waits(ran(busy("never"), one)).getFirst()).isBetween(0.05, 0.9);
    assertThat(
            waits(
                    ran(
                        busy("1"),
                        "'retry':{'max_retries':1,'respect_retry_after':false,"
                            + "'backoff':{'schedule':[0.05]}}"))
                .getFirst())
        .isBetween(0.05, 0.9);
  }

  @Test
  void aWaitingRetryTellsWhyAndUntilWhen() {
    droplet.replay(Turns.status(500, ""));
    String id = accepted(task("'retry':{'max_retries':1,'backoff':{'schedule':[3600]}}"), ASYNC);
    ai.fullpotential.orchestrator.time.Await.until(
        "it waits", () -> record(id).at("/waiting_on/reason").asText().equals("backoff"));
    JsonNode record = record(id);
    assertThat(record.get("status").asText()).isEqualTo("queued");
    assertThat(record.at("/waiting_on/until").asDouble() - record.get("created_at").asDouble())
        .isBetween(3600.0, 3605.0);
  }
}
