package ai.fullpotential.orchestrator.dispatch;

import static ai.fullpotential.orchestrator.dispatch.DispatchBench.OK;
import static ai.fullpotential.orchestrator.dispatch.DispatchBench.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.dispatch.ScriptedCaller.Play;
import ai.fullpotential.orchestrator.dispatch.Steering.Steered;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskMachine;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.task.TaskStore.ClaimResult;
import ai.fullpotential.orchestrator.task.TestTasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a task that somebody left, at whatever point. */
class LeftTasksTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final DispatchBench bench = new DispatchBench();
  private final LeaseId lease = bench.lease.id().orElseThrow();

  private static TestTasks task() {
    return TestTasks.task().withDroplet("Thing");
  }

  private Task held(Task task) {
    bench.store.add(new Addition(task, lease, null), _ -> {});
    return task;
  }

  private void carryOn(Task task) {
    bench.walks.enterAnyway();
    bench.dispatcher.carryOn(task, lease, bench.loop);
  }

  private List<Task> claimed() {
    List<Task> claimed = new ArrayList<>();
    bench.store.claim(lease, 10, result -> claimed.addAll(((ClaimResult.Claimed) result).tasks()));
    return claimed;
  }

  @Test
  void oneThatIsNotDueYetIsPutBackUntilThen() {
    Task later = held(task().asynchronous(5, bench.time.instant().plus(HOUR)).accepted());

    carryOn(later);
    bench.loop.advance(HOUR.minusSeconds(1));

    assertThat(bench.caller.made()).isEmpty();
    assertThat(claimed()).isEmpty();
    bench.loop.advance(Duration.ofSeconds(2));
    assertThat(claimed()).containsExactly(later);
  }

  @Test
  void oneThatSomebodyWaitsForIsTriedAgainWhenItsWaitIsOver() {
    bench.caller.plays(Play.at(OK));
    Task waiting = held(task().withCreatedAt(bench.time.instant()).waiting());

    carryOn(waiting);

    assertThat(bench.caller.made()).isEmpty();
    bench.loop.advance(Duration.ofSeconds(2));
    assertThat(bench.caller.times()).containsExactly(Duration.ofMillis(1045));
    assertThat(bench.store.record().status()).isEqualTo(TaskStatus.SUCCESS);
  }

  @Test
  void oneThatWaitsForAPersonGoesOnWaiting() {
    Task running = task().asynchronous(5, null).running();
    Task waits =
        TaskMachine.step(running, new TaskEvent.AttemptLost("gone"), bench.time.instant()).task();

    carryOn(held(waits));

    assertThat(bench.store.record()).isEqualTo(waits);
    assertThat(bench.dispatcher.underWay()).isZero();
  }

  @Test
  void oneThatWasRecordedAsFreeIsLeftToWhoClaimsIt() {
    bench.caller.plays(Play.after(Duration.ofMillis(1), REFUSED));
    carryOn(held(task().asynchronous(5, null).withCreatedAt(bench.time.instant()).accepted()));
    bench.store.hold();
    bench.loop.advance(Duration.ofSeconds(5));

    bench.store.release();
    bench.loop.advance(Duration.ofSeconds(5));

    assertThat(bench.caller.made()).hasSize(1);
    assertThat(bench.dispatcher.underWay()).isZero();
    assertThat(claimed()).hasSize(1);
  }

  @Test
  void oneThatMayHaveBeenTakenWithoutBeingToldIsLookedFor() {
    bench.caller.plays(Play.at(OK));
    bench.claimer.start();
    Task taken = held(task().asynchronous(5, null).withCreatedAt(bench.time.instant()).accepted());
    List<Steered> told = new ArrayList<>();

    bench.store.lose();
    bench.steering.cancel(taken.id(), bench.loop, told::add);
    bench.store.recover();
    bench.loop.advance(Duration.ofSeconds(11));

    assertThat(told).containsExactly(new Steered.NoStore());
    assertThat(bench.store.record().status()).isEqualTo(TaskStatus.SUCCESS);
  }

  @Test
  void oneThatIsDroppedBeforeItIsRecordedIsNotToldToBeElsewhere() {
    bench.store.hold();
    bench.dispatcher.submit(
        new Submission(
            DispatchBench.spec("thing", HOUR).withOptions(TaskOptions.ASYNCHRONOUS),
            Origin.caller("request-1"),
            null,
            bench.loop,
            bench.outcomes::add));

    bench.walks.drop(lease);

    assertThat(bench.outcome()).isInstanceOf(TaskOutcome.StoreLost.class);
  }
}
