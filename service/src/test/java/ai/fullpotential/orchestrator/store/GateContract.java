package ai.fullpotential.orchestrator.store;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.GateLine;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskMachine;
import ai.fullpotential.orchestrator.task.TaskState.Waiting;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import ai.fullpotential.orchestrator.task.TestTasks;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tasks that wait before the gate of their droplet, and are called up from there. */
abstract class GateContract extends CapabilityContract {

  private static final SaveResult SAVED = new SaveResult.Saved();
  private static final Duration LEASE = Duration.ofSeconds(10);

  private LeaseId node(String name) {
    return ask().join(name, LEASE);
  }

  private static Task blocked(Task task, Waiting reason) {
    return TaskMachine.step(task, new TaskEvent.Blocked(reason), task.createdAt()).task();
  }

  /** Waits there, and nobody holds it. */
  private Task atGate(String droplet, int priority, Waiting reason, LeaseId by) {
    Task accepted =
        ask().held(task().withDroplet(droplet).asynchronous(priority, null).accepted(), by);
    Task waiting = blocked(accepted, reason);
    assertThat(ask().save(waiting, by, false)).isEqualTo(SAVED);
    return waiting;
  }

  @Test
  void callsUpTheTasksOfOneDropletByPriorityThenByAge() {
    LeaseId a = node("a");
    Task second = atGate("Gated", 5, Waiting.CONCURRENCY, a);
    Task third = atGate("gated", 5, Waiting.PAUSED, a);
    Task first = atGate("gated", 1, Waiting.BREAKER, a);
    Task other = atGate("other", 1, Waiting.RATE_LIMIT, a);

    LeaseId b = node("b");
    assertThat(store().waitedFor()).containsExactly("gated", "other");
    assertThat(ask().callUp("GATED", b, 2)).containsExactly(first, second);
    assertThat(ask().callUp("gated", b, 2)).containsExactly(third);
    assertThat(ask().callUp("gated", b, 2)).isEmpty();
    assertThat(store().waitedFor()).containsExactly("other");
    assertThat(ask().holding(b)).containsExactlyInAnyOrder(first, second, third);
    assertThat(ask().callUp("other", b, 2)).containsExactly(other);
  }

  @Test
  void callsUpNothingThatIsHeldHasEndedOrWaitsForSomethingElse() {
    LeaseId a = node("a");
    Task held = ask().held(task().withDroplet("gated").accepted(), a);
    assertThat(ask().save(blocked(held, Waiting.PAUSED), a, true)).isEqualTo(SAVED);
    ask().free(task().withDroplet("gated").asynchronous(5, null).accepted());
    ask().free(task().withDroplet("gated").succeeded());

    assertThat(store().waitedFor()).isEmpty();
    assertThat(ask().callUp("gated", a, 10)).isEmpty();
  }

  @Test
  void whoWaitsForRetriesWaitsInALineOfItsOwn() {
    LeaseId a = node("a");
    Task retry = atGate("gated", 1, Waiting.RETRY_BUDGET, a);
    Task call = atGate("gated", 5, Waiting.CONCURRENCY, a);

    assertThat(store().waitedFor()).containsExactly("gated");
    assertThat(ask().callUp("gated", GateLine.CALLS, a, 10)).containsExactly(call);
    assertThat(store().waitedFor()).containsExactly("gated");
    assertThat(ask().callUp("gated", GateLine.RETRIES, a, 10)).containsExactly(retry);
    assertThat(store().waitedFor()).isEmpty();
  }

  @Test
  void whatWasCalledUpGoesOnLikeAnyOther() {
    LeaseId a = node("a");
    Task waiting = atGate("gated", 5, Waiting.CONCURRENCY, a);
    assertThat(ask().callUp("gated", a, 1)).containsExactly(waiting);
    Task running = TestTasks.started(waiting);
    assertThat(ask().save(running, a, true)).isEqualTo(SAVED);
    Task ended = task().ended(running, new Answered(200, null, null));
    assertThat(ask().save(ended, a, false)).isEqualTo(SAVED);

    assertThat(store().waitedFor()).isEmpty();
    assertThat(ask().callUp("gated", a, 1)).isEmpty();
    assertThat(store().find(ended.id())).contains(ended);
  }

  @Test
  void oneThatWaitsForItsBackoffAfterwardsIsClaimedByTimeAgain() {
    LeaseId a = node("a");
    Task waiting = atGate("gated", 5, Waiting.CONCURRENCY, a);
    ask().callUp("gated", a, 1);
    Task later = blocked(waiting, Waiting.BACKOFF);
    assertThat(ask().save(later, a, false)).isEqualTo(SAVED);
    pass(Duration.ofMinutes(1));

    LeaseId b = node("b");
    assertThat(store().waitedFor()).isEmpty();
    assertThat(ask().claim(b, 10).tasks()).containsExactly(later);
  }

  @Test
  void aLeaseThatHasRunOutCallsNothingUp() {
    LeaseId a = node("a");
    atGate("gated", 5, Waiting.CONCURRENCY, a);
    LeaseId gone = ask().join("gone", Duration.ofMillis(1));
    pass(Duration.ofSeconds(1));

    assertThat(ask().callUp("gated", gone, 10)).isEmpty();
    assertThat(store().waitedFor()).containsExactly("gated");
  }
}
