package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.task.Attempt;
import ai.fullpotential.orchestrator.task.Callback;
import ai.fullpotential.orchestrator.task.Method;
import ai.fullpotential.orchestrator.task.OnUnknown;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Target;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskMachine;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskPath;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.task.Then;
import ai.fullpotential.orchestrator.time.SystemTime;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A task whose last attempt nobody saw the end of, and what somebody may say then (contract B1). */
@OnEveryStore
class HeldTaskTest extends AsyncTasks {

  private static final TaskId ID = new TaskId("01a20d31-0000-7000-8000-000000000001");
  private static final String PATH = "/tasks/" + ID.value();

  @BeforeEach
  void hold() {
    Instant now = new SystemTime().instant();
    TaskLimits limits = TestService.limits(2, Duration.ofSeconds(5), Duration.ofHours(1));
    RetryPolicy retry = limits.retry();
    TaskOptions options =
        new TaskOptions(
            true,
            5,
            null,
            null,
            OnUnknown.HOLD,
            List.of(),
            new Callback("Thing", new TaskPath("/told"), Set.of(TaskStatus.ERROR)),
            Then.NOTHING);
    TaskSpec spec =
        new TaskSpec(
            "Thing",
            Method.GET,
            new TaskPath("/x"),
            null,
            null,
            new TaskLimits(retry, limits.attemptTimeout(), limits.total(), limits.keepBytes()),
            options);
    Task task = Task.accepted(ID, Origin.caller("request-1"), spec, now);
    Target target = new Target(droplet.url() + "/x", Target.RegistryState.FRESH, "node-gone");
    Task running = TaskMachine.step(task, new TaskEvent.Due(target), now).task();
    Task held = TaskMachine.step(running, new TaskEvent.AttemptLost("it is gone"), now).task();
    CompletableFuture<AddResult> added = new CompletableFuture<>();
    service.store.add(new Addition(held, null, null), added::complete);
    assertThat(added.join()).isEqualTo(new AddResult.Added());
  }

  @Test
  void aHeldTaskTellsWhatIsNotKnown() {
    JsonNode record = record(ID.value());
    assertThat(record.get("status").asText()).isEqualTo("held");
    assertThat(record.get("completed_at").isNull()).isTrue();
    assertThat(record.at("/attempts/0/outcome").asText()).isEqualTo(Attempt.Outcome.UNKNOWN.wire());
    assertThat(json(service.get("/tasks?status=held")).get("total").asInt()).isEqualTo(1);
    assertThat(droplet.calls()).isZero();
  }

  @Test
  void aReleasedTaskIsTriedAgain() {
    Answer answer = service.post(PATH + "/release", "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode ended = ended(ID.value());
    assertThat(ended.get("status").asText()).isEqualTo("success");
    assertThat(ended.get("attempts")).hasSize(2);
    assertThat(ended.get("retry_count").asInt()).isEqualTo(1);
    assertThat(droplet.calls()).isEqualTo(1);
    Envelope.details(service.post(PATH + "/release", ""), ErrorCode.CONFLICT);
  }

  @Test
  void oneThatIsGivenUpEndsAsFailedAndItsCallbackIsTold() {
    Answer answer = service.post(PATH + "/release", "{\"status\":\"error\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).get("status").asText()).isEqualTo("error");
    assertThat(json(answer).get("attempts")).hasSize(1);
    ai.fullpotential.orchestrator.time.Await.until(
        "its callback is told", () -> droplet.calls() == 1);
    assertThat(droplet.requests().getFirst().line()).isEqualTo("POST /told HTTP/1.1");
  }

  @Test
  void aHeldTaskCanBeCancelled() {
    Answer answer = service.delete(PATH);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).get("status").asText()).isEqualTo("cancelled");
    assertThat(droplet.calls()).isZero();
  }
}
