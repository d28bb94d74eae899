package ai.fullpotential.orchestrator.store;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.AttemptResult.Refused;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskMachine;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStore.Change;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import ai.fullpotential.orchestrator.task.TaskStore.TakeResult;
import ai.fullpotential.orchestrator.task.TestTasks;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A save that was given up and comes all the same, after newer ones under the same lease. */
abstract class LateSavesContract extends GateContract {

  private static final SaveResult SAVED = new SaveResult.Saved();
  private static final SaveResult LOST = new SaveResult.Lost();
  private static final Duration LEASE = Duration.ofSeconds(10);

  private static TestTasks dueLongAgo() {
    return task().asynchronous(5, null).withCreatedAt(TestTasks.START.minusSeconds(60));
  }

  private static Change change(Task from, Task to, LeaseId by, boolean keeps, Task... follows) {
    return new Change(from, to, by, keeps, List.of(follows));
  }

  @Test
  void changesNothing() {
    LeaseId node = ask().join("a", LEASE);
    Task accepted = ask().held(task().accepted(), node);
    Task running = TestTasks.started(accepted);
    Task waiting = task().ended(running, new Refused("refused"));
    Task again = TestTasks.started(waiting);
    Change first = change(accepted, running, node, true);
    Change second = change(running, waiting, node, true);
    assertThat(ask().save(first)).isEqualTo(SAVED);
    assertThat(ask().save(second)).isEqualTo(SAVED);
    assertThat(ask().save(first)).isEqualTo(LOST);
    assertThat(ask().save(change(waiting, again, node, true))).isEqualTo(SAVED);

    assertThat(ask().save(first)).isEqualTo(LOST);
    assertThat(ask().save(second)).isEqualTo(LOST);

    assertThat(store().find(accepted.id())).contains(again);
    assertThat(ask().holding(node)).containsExactly(again);
  }

  @Test
  void doesNotFreeWhatTheSameLeaseHasClaimedAndCarriedOn() {
    LeaseId node = ask().join("a", LEASE);
    TestTasks queued = dueLongAgo();
    Task running = ask().held(queued.running(), node);
    Task waiting = queued.ended(running, new Refused("refused"));
    Change release = change(running, waiting, node, false);
    assertThat(ask().save(release)).isEqualTo(SAVED);
    assertThat(ask().claim(node, 1).tasks()).containsExactly(waiting);
    Task again = TestTasks.started(waiting);
    assertThat(ask().save(change(waiting, again, node, true))).isEqualTo(SAVED);

    assertThat(ask().save(release)).isEqualTo(LOST);

    assertThat(ask().holding(node)).containsExactly(again);
    assertThat(ask().claim(node, 1).tasks()).isEmpty();
  }

  @Test
  void endsNothingAndBeginsNothing() {
    LeaseId node = ask().join("a", LEASE);
    Task running = ask().held(task().running(), node);
    Task waiting = task().ended(running, new Refused("refused"));
    assertThat(ask().save(change(running, waiting, node, true))).isEqualTo(SAVED);

    Task end = task().ended(running, new Answered(200, null, null));
    assertThat(ask().save(change(running, end, node, false, task().accepted()))).isEqualTo(LOST);

    assertThat(store().find(running.id())).contains(waiting);
    assertThat(store().list(TaskQuery.newest(9)).total()).isEqualTo(1);
  }

  @Test
  void isToldApartFromAnotherStepFromTheSameRecord() {
    LeaseId node = ask().join("a", LEASE);
    Task accepted = ask().held(task().accepted(), node);
    Task one = TestTasks.started(accepted);
    Task other =
        TaskMachine.step(
                accepted,
                new TaskEvent.Due(TestTasks.TARGET),
                TestTasks.START.plus(Duration.ofNanos(1000)))
            .task();
    assertThat(ask().save(change(accepted, one, node, true))).isEqualTo(SAVED);

    assertThat(ask().save(change(accepted, other, node, true))).isEqualTo(LOST);

    assertThat(store().find(accepted.id())).contains(one);
  }

  @Test
  void isDoneWhenItIsWhatIsRecorded() {
    LeaseId node = ask().join("a", LEASE);
    Task running = ask().held(task().running(), node);
    Task waiting = task().ended(running, new Refused("refused"));
    Change change = change(running, waiting, node, true, task().accepted());

    assertThat(ask().save(change)).isEqualTo(SAVED);
    assertThat(ask().save(change)).isEqualTo(SAVED);

    assertThat(ask().holding(node)).containsExactly(waiting);
    assertThat(store().list(TaskQuery.newest(9)).total()).isEqualTo(2);
  }

  /** All that a late save may still do: nobody had begun with the task. */
  @Test
  void freesWhatTheSameLeaseHasClaimedAndNotCarriedOn() {
    LeaseId node = ask().join("a", LEASE);
    TestTasks queued = dueLongAgo();
    Task running = ask().held(queued.running(), node);
    Task waiting = queued.ended(running, new Refused("refused"));
    Change release = change(running, waiting, node, false);
    assertThat(ask().save(release)).isEqualTo(SAVED);
    assertThat(ask().claim(node, 1).tasks()).containsExactly(waiting);

    assertThat(ask().save(release)).isEqualTo(SAVED);

    assertThat(ask().save(change(waiting, TestTasks.started(waiting), node, true))).isEqualTo(LOST);
    assertThat(ask().claim(node, 1).tasks()).containsExactly(waiting);
  }

  @Test
  void nothingThatIsGivenOutIsTakenForOld() {
    LeaseId a = ask().join("a", LEASE);
    TestTasks queued = task().asynchronous(5, null).withTook(Duration.ofNanos(1_234_567));
    Task accepted = ask().free(queued.accepted());

    Task claimed = ask().claim(a, 1).tasks().getFirst();
    Task running = TestTasks.started(claimed);
    assertThat(ask().save(change(accepted, running, a, true))).isEqualTo(SAVED);
    Task waiting = queued.ended(running, new Refused("refused"));
    assertThat(ask().save(change(running, waiting, a, false))).isEqualTo(SAVED);

    Task taken = ((TakeResult.Taken) ask().take(accepted.id(), a)).task();
    Task second = TestTasks.started(taken);
    assertThat(ask().save(change(taken, second, a, true))).isEqualTo(SAVED);

    pass(LEASE.multipliedBy(2));
    LeaseId b = ask().join("b", LEASE);
    Task rescued = ask().rescue(b, 1).getFirst();
    Task end = queued.ended(rescued, new Answered(200, null, null));
    assertThat(ask().save(change(rescued, end, a, false)))
        .as("the lease still fences")
        .isEqualTo(LOST);
    assertThat(ask().save(change(rescued, end, b, false))).isEqualTo(SAVED);
  }
}
