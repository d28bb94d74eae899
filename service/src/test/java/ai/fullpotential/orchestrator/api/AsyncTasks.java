package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.task.TaskQuery;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The service with one droplet, "thing", and what tests of asynchronous tasks say of it. */
abstract class AsyncTasks {

  static final String ASYNC = "Prefer: respond-async";

  final TestService service =
      TestService.start(TestService.limits(2, Duration.ofSeconds(5), Duration.ofSeconds(30)));
  final ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.status(200, "{\"ok\":1}"));

  @BeforeEach
  void list() {
    service.knows("Thing", droplet.url());
  }

  @AfterEach
  void close() {
    droplet.close();
    service.close();
  }

  /** The body of a task for the droplet with these members more. */
  static String task(String... more) {
    StringBuilder body = new StringBuilder("{\"droplet_name\":\"thing\",\"path\":\"/x\"");
    for (String member : more) {
      body.append(',').append(member.replace('\'', '"'));
    }
    return body.append('}').toString();
  }

  Answer submit(String body, String... headers) {
    return service.post("/tasks", body, headers);
  }

  /** Submits a task that is accepted, and gives its id. */
  String accepted(String body, String... headers) {
    Answer answer = submit(body, headers);
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return json(answer).get("task_id").asText();
  }

  static JsonNode json(Answer answer) {
    return Envelope.json(answer.body());
  }

  JsonNode record(String id) {
    Answer answer = service.get("/tasks/" + id);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  /** The record once the task has ended. */
  JsonNode ended(String id) {
    JsonNode record = json(service.get("/tasks/" + id + "?wait=10"));
    assertThat(record.get("completed_at").isNull()).as(record.toString()).isFalse();
    return record;
  }

  long stored() {
    return service.store.list(TaskQuery.newest(1)).total();
  }

  /** Every fault as "field message", of a request that must be refused and leave nothing. */
  List<String> faults(Answer answer) {
    long before = stored();
    List<String> faults = new ArrayList<>();
    Envelope.details(answer, ai.fullpotential.orchestrator.net.ErrorCode.INVALID_REQUEST)
        .get("errors")
        .forEach(
            fault -> faults.add(fault.get("field").asText() + " " + fault.get("message").asText()));
    assertThat(stored()).isEqualTo(before);
    return faults;
  }

  /** Makes the droplet answer no more before this is counted down. */
  CountDownLatch held() {
    CountDownLatch latch = new CountDownLatch(1);
    droplet.replay(Turns.when(latch, Turns.status(200, "{\"ok\":1}")));
    return latch;
  }
}
