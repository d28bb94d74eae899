package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.time.Await;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Cancelling, releasing and replaying (contract B1). */
@OnEveryStore
class SteeringTest extends AsyncTasks {

  private static final String NOBODY = "00000000-0000-7000-8000-000000000000";

  @Test
  void aQueuedTaskThatIsCancelledNeverRuns() {
    String id = accepted(task("'delay_seconds':0.4"));
    Answer cancelled = service.delete("/tasks/" + id);
    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(json(cancelled).get("status").asText()).isEqualTo("cancelled");
    assertThat(json(cancelled).get("attempts")).isEmpty();
    String witness = accepted(task("'delay_seconds':0.5"));
    ended(witness);
    assertThat(droplet.calls()).as("the witness alone").isEqualTo(1);
    assertThat(record(id)).isEqualTo(json(cancelled));
  }

  @Test
  void aRunningTaskIsCutAndItsAttemptSaysSo() {
    CountDownLatch latch = held();
    String id = accepted(task(), ASYNC);
    Await.until("it is called", () -> droplet.calls() == 1);
    Answer cancelled = service.delete("/tasks/" + id);
    assertThat(cancelled.status()).isEqualTo(200);
    JsonNode record = json(cancelled);
    assertThat(record.get("status").asText()).isEqualTo("cancelled");
    assertThat(record.at("/attempts/0/outcome").asText()).isEqualTo("cancelled");
    assertThat(record.get("error_message").asText()).isNotBlank();
    latch.countDown();
    assertThat(record(id)).isEqualTo(record);
  }

  @Test
  void aTaskThatWaitsForItsRetryIsCancelled() {
    droplet.replay(Turns.status(500, ""));
    String id = accepted(task("'retry':{'backoff':{'schedule':[3600]}}"), ASYNC);
    Await.until("it waits", () -> record(id).at("/waiting_on/reason").asText().equals("backoff"));
    assertThat(json(service.delete("/tasks/" + id)).get("status").asText()).isEqualTo("cancelled");
    assertThat(json(service.delete("/tasks/" + id)).at("/error/code").asText())
        .isEqualTo("CONFLICT");
  }

  @Test
  void aCallerThatWaitsForACancelledTaskIsToldOfIt() {
    CountDownLatch latch = held();
    CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> submit(task()));
    Await.until("it is called", () -> droplet.calls() == 1);
    String id = json(service.get("/tasks")).at("/tasks/0/id").asText();
    assertThat(service.delete("/tasks/" + id).status()).isEqualTo(200);
    JsonNode details = Envelope.details(waiting.join(), ErrorCode.CONFLICT);
    assertThat(details.get("task_id").asText()).isEqualTo(id);
    assertThat(details.get("status").asText()).isEqualTo("cancelled");
    latch.countDown();
  }

  @Test
  void aFinishedTaskCannotBeCancelledNorReleased() {
    String id = accepted(task(), ASYNC);
    JsonNode before = ended(id);
    JsonNode details = Envelope.details(service.delete("/tasks/" + id), ErrorCode.CONFLICT);
    assertThat(details.get("status").asText()).isEqualTo("success");
    Envelope.details(service.post("/tasks/" + id + "/release", ""), ErrorCode.CONFLICT);
    assertThat(record(id)).isEqualTo(before);
  }

  @Test
  void anUnknownTaskIsNotFound() {
    for (Answer answer :
        new Answer[] {
          service.delete("/tasks/" + NOBODY),
          service.delete("/tasks/nonsense"),
          service.post("/tasks/" + NOBODY + "/release", ""),
          service.post("/tasks/" + NOBODY + "/replay", "")
        }) {
      Envelope.details(answer, ErrorCode.TASK_NOT_FOUND);
    }
  }

  @Test
  void onlyAHeldTaskCanBeReleasedAndTheOthersGoOn() {
    String id = accepted(task("'delay_seconds':0.3"));
    JsonNode details =
        Envelope.details(service.post("/tasks/" + id + "/release", "{}"), ErrorCode.CONFLICT);
    assertThat(details.get("status").asText()).isEqualTo("queued");
    assertThat(ended(id).get("status").asText()).isEqualTo("success");
  }

  @Test
  void aReleaseIsChecked() {
    String id = accepted(task("'delay_seconds':3600"));
    assertThat(
            faults(service.post("/tasks/" + id + "/release", "{\"status\":\"success\",\"x\":1}")))
        .satisfiesExactly(
            fault -> assertThat(fault).startsWith("x is not known here"),
            fault -> assertThat(fault).startsWith("status must be one of error, not 'success'"));
  }

  @Test
  void aReplayIsANewTaskWithTheSameRequestAndTheOldOneStays() {
    droplet.replay(Turns.status(404, "1"));
    String id =
        accepted(
            task(
                "'method':'POST'",
                "'payload':{'n':1}",
                "'meta':{'m':2}",
                "'tags':['t']",
                "'priority':2"),
            ASYNC);
    JsonNode before = ended(id);
    droplet.replay(Turns.status(200, "1"));

    Answer answer = service.post("/tasks/" + id + "/replay", "");
    assertThat(answer.status()).isEqualTo(202);
    String again = json(answer).get("task_id").asText();
    assertThat(answer.header("Location")).contains("/orchestrator/tasks/" + again);
    assertThat(again).isNotEqualTo(id);
    JsonNode replay = ended(again);
    assertThat(replay.get("replay_of").asText()).isEqualTo(id);
    assertThat(replay.get("status").asText()).isEqualTo("success");
    for (String same : new String[] {"method", "payload", "meta", "tags", "priority"}) {
      assertThat(replay.get(same)).as(same).isEqualTo(before.get(same));
    }
    assertThat(record(id)).isEqualTo(before);
    assertThat(before.get("replay_of").isNull()).isTrue();
  }

  @Test
  void aSynchronousTaskIsReplayedAsynchronouslyWithItsDay() {
    String id = json(submit(task())).get("task_id").asText();
    String again = json(service.post("/tasks/" + id + "/replay", "")).get("task_id").asText();
    assertThat(ended(again).get("asynchronous").asBoolean()).isTrue();
    assertThat(ended(again).get("timeout_seconds").asInt()).isEqualTo(86_400);
  }

  @Test
  void aTaskThatHasNotEndedCannotBeReplayed() {
    String id = accepted(task("'delay_seconds':3600"));
    assertThat(
            Envelope.details(service.post("/tasks/" + id + "/replay", ""), ErrorCode.CONFLICT)
                .get("status")
                .asText())
        .isEqualTo("queued");
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void aReplayOfATaskWhoseDropletIsGoneIsRefused() {
    String id = accepted(task(), ASYNC);
    ended(id);
    service.knows("other", droplet.url());
    Envelope.details(service.post("/tasks/" + id + "/replay", ""), ErrorCode.DROPLET_NOT_FOUND);
    assertThat(stored()).isEqualTo(1);
  }
}
