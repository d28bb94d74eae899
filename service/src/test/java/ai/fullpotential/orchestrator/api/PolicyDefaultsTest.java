package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.LinesClient;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.retry.Jitter;
import ai.fullpotential.orchestrator.retry.RetryOn;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.retry.Waits;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.time.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a task is given by the policy of its droplet, where it says nothing itself (contract B3). */
class PolicyDefaultsTest extends AsyncTasks {

  private static final RetryPolicy RETRY =
      new RetryPolicy(
          1,
          new Waits.Listed(List.of(Duration.ZERO)),
          Jitter.FULL,
          new RetryOn(List.of(new RetryOn.Range(429, 429)), false, false),
          false);
  private static final Duration ATTEMPT = Duration.ofMillis(700);

  @BeforeEach
  void policy() {
    service.policies.put("THING", new DropletPolicy(null, null, RETRY, ATTEMPT, null, null));
  }

  private TaskLimits limits(String id) {
    return service.record(id).spec().limits();
  }

  @Test
  void aTaskThatSaysNothingIsTriedAsThePolicySays() {
    droplet.replay(Turns.status(429, ""));

    assertThat(submit(task()).status()).isEqualTo(200);

    Task task = service.store.list(TaskQuery.newest(1)).tasks().getFirst();
    assertThat(task.spec().limits().retry()).isEqualTo(RETRY);
    assertThat(task.spec().limits().attemptTimeout()).isEqualTo(ATTEMPT);
    assertThat(task.attempts()).hasSize(2);
  }

  @Test
  void anAsynchronousTaskToo() {
    TaskLimits limits = limits(accepted(task(), ASYNC));

    assertThat(limits.retry()).isEqualTo(RETRY);
    assertThat(limits.attemptTimeout()).isEqualTo(ATTEMPT);
    assertThat(limits.total()).isEqualTo(TaskDefaults.ASYNC_TOTAL);
  }

  @Test
  void whatATaskSaysGoesBefore() {
    TaskLimits limits =
        limits(accepted(task("'max_retries':7", "'attempt_timeout_seconds':3"), ASYNC));

    assertThat(limits.retry()).isEqualTo(RETRY.withMaxRetries(7));
    assertThat(limits.attemptTimeout()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void whatARetryOfTheTaskLeavesOutIsAsInThePolicy() {
    TaskLimits limits = limits(accepted(task("'retry':{'jitter':'none'}"), ASYNC));

    assertThat(limits.retry())
        .isEqualTo(new RetryPolicy(1, RETRY.backoff(), Jitter.NONE, RETRY.on(), false));
  }

  @Test
  void otherDropletsHaveTheDefaultPolicy() {
    service.knows("other", droplet.url());
    RetryPolicy once = RETRY.withMaxRetries(0);
    service.policies.put("*", new DropletPolicy(null, null, once, null, null, null));

    TaskLimits limits = limits(accepted("{\"droplet_name\":\"other\",\"path\":\"/\"}", ASYNC));

    assertThat(limits.retry()).isEqualTo(once);
    assertThat(limits.attemptTimeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void linesOfABatchFollowersAndCallbacksHaveThem() {
    droplet.replay(Turns.status(200, "{}"));
    try (LinesClient lines = new LinesClient(service.port(), "/tasks/batch")) {
      lines.send(
          task(
                  "'then':{'droplet_name':'thing','path':'/next'}",
                  "'callback':{'droplet_name':'thing','path':'/told'}")
              + "\n");
      lines.head();
      assertThat(lines.lines()).singleElement().asString().contains("queued");
    }
    Await.until("three tasks", () -> stored() == 3);

    assertThat(service.store.list(TaskQuery.newest(3)).tasks())
        .extracting(Task::spec)
        .extracting(TaskSpec::limits)
        .allSatisfy(
            limits -> {
              assertThat(limits.retry()).isEqualTo(RETRY);
              assertThat(limits.attemptTimeout()).isEqualTo(ATTEMPT);
            });
  }

  @Test
  void messagesThatAreSentHaveThem() {
    service.post("/send", "{\"target\":\"Thing\"}");

    Task task = service.store.list(TaskQuery.newest(1)).tasks().getFirst();
    assertThat(task.spec().limits().retry()).isEqualTo(RETRY);
  }
}
