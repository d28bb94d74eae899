package ai.fullpotential.orchestrator.dispatch;

import static ai.fullpotential.orchestrator.dispatch.DispatchBench.OK;
import static ai.fullpotential.orchestrator.dispatch.DispatchBench.REFUSED;
import static ai.fullpotential.orchestrator.dispatch.DispatchBench.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.dispatch.ScriptedCaller.Play;
import ai.fullpotential.orchestrator.dispatch.Steering.Steered;
import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.task.TaskStore.Change;
import ai.fullpotential.orchestrator.task.TaskStore.ClaimResult;
import ai.fullpotential.orchestrator.task.TestTasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the store did and did not tell: no task is carried on twice by one node, and none by nobody. */
class DoubtTest {

  private final DispatchBench bench = new DispatchBench();
  private final List<Steered> steered = new ArrayList<>();

  /** An asynchronous task that is tried again after a tenth of a second. */
  private void submitQuick() {
    TaskLimits limits =
        new TaskLimits(
            new RetryPolicy(3, Backoff.doubling(seconds(0.1))),
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            1024);
    TaskSpec spec =
        DispatchBench.spec("thing", Duration.ofHours(1))
            .withLimits(limits)
            .withOptions(TaskOptions.ASYNCHRONOUS);
    bench.dispatcher.submit(
        new Submission(spec, Origin.caller("request-1"), null, bench.loop, bench.outcomes::add));
  }

  @Test
  void aChangeMadeButNotToldDoesNotUndoWhatTheSameNodeDidSince() {
    bench.caller.plays(
        (_, _, done) -> {
          bench.store.makeUntold();
          done.accept(REFUSED);
          bench.store.recover();
        },
        Play.after(seconds(3), OK));
    submitQuick();
    bench.loop.advance(seconds(0.2));
    LeaseId lease = bench.lease.id().orElseThrow();
    bench.store.claim(
        lease,
        1,
        result ->
            ((ClaimResult.Claimed) result)
                .tasks()
                .forEach(task -> bench.claimer.carryOn(task, lease)));
    assertThat(bench.caller.made()).as("while the first walk has not ended").hasSize(1);

    bench.loop.advance(seconds(1.5));
    assertThat(bench.caller.made()).as("the second attempt").hasSize(2);
    assertThat(bench.store.record().status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(bench.store.record().attempts()).hasSize(2);

    bench.loop.advance(seconds(3));
    assertThat(bench.store.record().status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(bench.caller.made()).hasSize(2);
    assertThat(bench.dispatcher.underWay()).isZero();
  }

  @Test
  void aTaskWhoseChangeCameTooLateIsCarriedOnFromItsRecord() {
    bench.claimer.start();
    bench.caller.plays(
        (_, _, done) -> {
          bench.store.makeUntold();
          done.accept(REFUSED);
          bench.store.recover();
        },
        Play.at(OK));
    submitQuick();
    Task free = bench.store.record();
    Task running = TestTasks.started(free);
    Task freeAgain = TestTasks.task().ended(running, REFUSED);
    LeaseId other = bench.store.joined();
    bench.store.take(free.id(), other, _ -> {});
    bench.store.save(new Change(free, running, other, true, List.of()), _ -> {});
    bench.store.save(new Change(running, freeAgain, other, false, List.of()), _ -> {});
    bench.store.take(free.id(), bench.lease.id().orElseThrow(), _ -> {});

    bench.loop.advance(seconds(2));

    assertThat(bench.store.record().status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(bench.store.record().attempts()).hasSize(3);
  }

  @Test
  void whatTheStoreDoesLateIsLookedForAfterEachSilence() {
    bench.claimer.start();
    bench.caller.plays(Play.at(OK));
    Task later = waiting(seconds(12));
    bench.walks.unsure();
    bench.loop.advance(seconds(8));
    bench.walks.unsure();
    bench.loop.advance(seconds(3));
    bench.store.take(later.id(), bench.lease.id().orElseThrow(), _ -> {});

    bench.loop.advance(seconds(8));

    assertThat(bench.store.record().status()).isEqualTo(TaskStatus.SUCCESS);
  }

  @Test
  void aTaskTakenButNotToldIsCarriedOnWhenItIsDue() {
    bench.claimer.start();
    bench.caller.plays(Play.at(OK));
    Task later = waiting(seconds(10));
    bench.store.makeUntold();
    bench.steering.cancel(later.id(), bench.loop, steered::add);
    assertThat(steered).containsExactly(new Steered.NoStore());

    bench.store.recover();
    bench.loop.advance(seconds(9));
    assertThat(bench.caller.made()).isEmpty();
    bench.loop.advance(seconds(2));
    assertThat(bench.store.record().status()).isEqualTo(TaskStatus.SUCCESS);
  }

  @Test
  void aCancelThatMissesTheHolderFindsTheTaskFree() {
    Task later = waiting(seconds(10));
    LeaseId other = bench.store.joined();
    bench.store.take(later.id(), other, _ -> {});
    bench.store.beforeAskingToCancel(
        () -> bench.store.save(new Change(later, later, other, false, List.of()), _ -> {}));
    bench.steering.cancel(later.id(), bench.loop, steered::add);
    assertThat(bench.store.record().status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(steered).hasOnlyElementsOfType(Steered.Done.class).hasSize(1);
  }

  @Test
  void whoWaitsIsToldInTimeThatTheStoreIsAway() {
    List<String> told = new ArrayList<>();
    Task later = waiting(seconds(100));
    bench.store.hideRecords();
    bench.ends.await(
        later.id(), seconds(5), bench.loop, _ -> told.add("found"), () -> told.add("away"));
    bench.loop.advance(seconds(4));
    assertThat(told).isEmpty();
    bench.loop.advance(seconds(1));
    assertThat(told).containsExactly("away");
    bench.loop.advance(seconds(60));
    assertThat(told).hasSize(1);
    assertThat(bench.loop.timers()).isZero();
  }

  /** An asynchronous task that is due after a while, in the store. */
  private Task waiting(Duration delay) {
    Task task =
        TestTasks.task()
            .withDroplet("Thing")
            .asynchronous(5, bench.time.instant().plus(delay))
            .withCreatedAt(bench.time.instant())
            .accepted();
    bench.store.add(new Addition(task, null, null), _ -> {});
    return task;
  }
}
