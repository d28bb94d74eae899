package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.time.SystemTime;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a task runs, in which order, and when it is over (contract B1). */
@OnEveryStore
class SchedulingTest extends AsyncTasks {

  private final SystemTime time = new SystemTime();

  @Test
  void aTaskWithADelayIsAcceptedAndNotTriedBefore() {
    String id = accepted(task("'delay_seconds':0.6"));
    JsonNode waiting = record(id);
    assertThat(waiting.get("status").asText()).isEqualTo("queued");
    assertThat(waiting.at("/waiting_on/reason").asText()).isEqualTo("schedule");
    double due = waiting.get("created_at").asDouble() + 0.6;
    assertThat(waiting.at("/waiting_on/until").asDouble()).isBetween(due - 0.1, due + 0.1);

    JsonNode ended = ended(id);
    assertThat(ended.get("status").asText()).isEqualTo("success");
    assertThat(ended.at("/attempts/0/started_at").asDouble())
        .isGreaterThanOrEqualTo(waiting.get("run_at").asDouble());
  }

  @Test
  void aTaskThatIsDueBeforeTheNextRegularLookIsNotLate() {
    JsonNode ended = ended(accepted(task("'delay_seconds':2")));

    double due = ended.get("run_at").asDouble();
    assertThat(ended.at("/attempts/0/started_at").asDouble()).isBetween(due, due + 1.5);
  }

  @Test
  void runAtIsTakenAsIsoAndAsEpochSeconds() {
    Instant at = time.instant().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
    for (String form :
        new String[] {
          "'" + at + "'",
          "'" + at.toString().replace("Z", "+00:00") + "'",
          Long.toString(at.getEpochSecond()),
          at.getEpochSecond() + ".0"
        }) {
      JsonNode record = record(accepted(task("'run_at':" + form)));
      assertThat(record.get("run_at").asLong()).as(form).isEqualTo(at.getEpochSecond());
      assertThat(record.get("status").asText()).isEqualTo("queued");
    }
    assertThat(droplet.calls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'run_at':'2001-01-01T00:00:00Z'",
        "'run_at':0",
        "'run_at':-5",
        "'delay_seconds':0"
      })
  void aTimeThatHasPassedIsNowAndStillAsynchronous(String when) {
    String id = accepted(task(when));
    JsonNode ended = ended(id);
    assertThat(ended.get("status").asText()).isEqualTo("success");
    assertThat(ended.get("asynchronous").asBoolean()).isTrue();
  }

  @Test
  void aDelayedTaskCanBeWaitedForByPreference() {
    assertThat(submit(task("'delay_seconds':0.2"), "Prefer: wait=10").status()).isEqualTo(200);
  }

  @Test
  void aTaskIsCutAtItsDeadline() {
    droplet.replay(Turns.silence());
    String deadline = time.instant().plusMillis(700).toString();
    JsonNode ended = ended(accepted(task("'deadline':'" + deadline + "'"), ASYNC));
    assertThat(ended.get("status").asText()).isEqualTo("timeout");
    assertThat(ended.get("error_message").asText()).contains("before its deadline");
    assertThat(ended.get("attempts")).hasSize(1);
    double end = Instant.parse(deadline).toEpochMilli() / 1000.0;
    assertThat(ended.get("completed_at").asDouble()).isBetween(end - 0.01, end + 2);
  }

  @Test
  void aSynchronousTaskHasADeadlineToo() {
    droplet.replay(Turns.silence());
    String deadline = time.instant().plusMillis(500).toString();
    assertThat(submit(task("'deadline':'" + deadline + "'")).status()).isEqualTo(504);
  }

  @Test
  void anAsynchronousTaskHasADayAndItsTimeCountsFromWhenItIsDue() {
    assertThat(record(accepted(task(), ASYNC)).get("timeout_seconds").asInt()).isEqualTo(86_400);
    droplet.replay(Turns.silence());
    JsonNode ended = ended(accepted(task("'delay_seconds':0.5", "'timeout_seconds':0.5")));
    assertThat(ended.get("status").asText()).isEqualTo("timeout");
    assertThat(ended.get("attempts")).hasSize(1);
    assertThat(Duration.ofMillis(ended.get("duration_ms").asLong()))
        .isBetween(Duration.ofMillis(990), Duration.ofSeconds(4));
  }

  @Test
  void aDryRunTellsThePlanAndNothingIsStoredOrCalled() {
    var answer =
        submit(
            task(
                "'dry_run':true",
                "'retry':{'max_retries':3,'backoff':{'initial_seconds':1,'multiplier':3,'max_seconds':5}}"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"dry_run\":true,\"droplet_name\":\"Thing\",\"capability\":null,\"method\":\"GET\",\"target_url\":\""
                + droplet.url()
                + "/x\",\"asynchronous\":false,\"run_at\":null,\"attempt_timeout_seconds\":5,"
                + "\"timeout_seconds\":30,\"retries_after_seconds\":[1,4,9]}");
    assertThat(stored()).isZero();
    assertThat(droplet.calls()).isZero();
  }
}
