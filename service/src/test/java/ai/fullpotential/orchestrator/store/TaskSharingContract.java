package ai.fullpotential.orchestrator.store;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.AttemptResult.Refused;
import ai.fullpotential.orchestrator.task.IdempotencyKey;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.task.TaskStore.ClaimResult.Claimed;
import ai.fullpotential.orchestrator.task.TaskStore.LeaseResult;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import ai.fullpotential.orchestrator.task.TaskStore.TakeResult;
import ai.fullpotential.orchestrator.task.TestTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How nodes divide the tasks of a store: leases, claims, and one task for each idempotency key. */
abstract class TaskSharingContract extends LateSavesContract {

  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final SaveResult SAVED = new SaveResult.Saved();
  private static final SaveResult LOST = new SaveResult.Lost();
  private static final AddResult ADDED = new AddResult.Added();
  private static final Instant FAR = Instant.parse("2126-01-01T00:00:00Z");

  private LeaseId node(String name) {
    return ask().join(name, LEASE);
  }

  private static TestTasks queued(int priority) {
    return task().asynchronous(priority, null);
  }

  @Test
  void claimsWhatIsDueByPriorityThenByTime() {
    LeaseId node = node("a");
    Task late = ask().free(queued(5).withCreatedAt(TestTasks.START).accepted());
    Task early = ask().free(queued(5).withCreatedAt(TestTasks.START.minusSeconds(1)).accepted());
    Task last = ask().free(queued(10).withCreatedAt(TestTasks.START.minusSeconds(9)).accepted());
    Task first = ask().free(queued(1).accepted());
    ask().free(task().asynchronous(1, FAR).accepted());

    assertThat(ask().claim(node, 3)).isEqualTo(new Claimed(List.of(first, early, late), null));
    assertThat(ask().claim(node, 3).tasks()).containsExactly(last);
    assertThat(ask().claim(node, 3).tasks()).isEmpty();
  }

  @Test
  void tellsHowLongUntilTheNextIsDue() {
    LeaseId node = node("a");
    assertThat(ask().claim(node, 1)).isEqualTo(new Claimed(List.of(), null));

    ask().free(task().asynchronous(7, FAR).accepted());

    Duration nextIn = ask().claim(node, 1).nextIn();
    assertThat(nextIn).isBetween(Duration.ofDays(10_000), Duration.ofDays(40_000));
  }

  @Test
  void claimsNothingThatIsHeldHasEndedOrWaitsForAPerson() {
    LeaseId node = node("a");
    ask().held(queued(5).accepted(), node);
    ask().free(queued(5).succeeded());

    assertThat(ask().claim(node("b"), 10).tasks()).isEmpty();
  }

  @Test
  void claimsAgainWhatWasReleased() {
    LeaseId a = node("a");
    Task running = ask().held(queued(5).running(), a);
    Task waiting = queued(5).ended(running, new Refused("refused"));

    assertThat(ask().save(waiting, a, false)).isEqualTo(SAVED);
    pass(Duration.ofMinutes(1));

    LeaseId b = node("b");
    assertThat(ask().claim(b, 10).tasks()).containsExactly(waiting);
    assertThat(ask().save(TestTasks.started(waiting), a, true)).isEqualTo(LOST);
    assertThat(ask().save(TestTasks.started(waiting), b, true)).isEqualTo(SAVED);
  }

  @Test
  void keepsAWriteUnderAnotherLeaseOut() {
    LeaseId a = node("a");
    LeaseId b = node("b");
    Task running = ask().held(task().running(), a);
    Task ended = task().ended(running, new Answered(200, null, null));
    Task follower = task().accepted();

    assertThat(ask().save(ended, b, false, follower)).isEqualTo(LOST);

    assertThat(store().find(running.id())).contains(running);
    assertThat(store().find(follower.id())).isEmpty();
    assertThat(store().list(TaskQuery.newest(1)).total()).isEqualTo(1);
  }

  @Test
  void doesNotSaveWhatWasNeverAdded() {
    assertThat(ask().save(task().running(), node("a"), true)).isEqualTo(LOST);
  }

  @Test
  void addsTheTasksThatFollowWithTheEnd() {
    LeaseId a = node("a");
    Task running = ask().held(task().running(), a);
    Task follower = queued(3).accepted();
    Task ended = task().ended(running, new Answered(200, null, null));

    assertThat(ask().save(ended, a, false, follower)).isEqualTo(SAVED);

    assertThat(ask().claim(a, 10).tasks()).containsExactly(follower);
    assertThat(ask().save(ended, a, false, queued(3).accepted())).isEqualTo(LOST);
    assertThat(store().list(TaskQuery.newest(9)).total()).isEqualTo(2);
  }

  @Test
  void addingAgainChangesNothing() {
    LeaseId a = node("a");
    Task accepted = ask().held(task().accepted(), a);
    Task running = TestTasks.started(accepted);
    ask().save(running, a, true);

    assertThat(ask().add(new Addition(accepted, node("b"), null))).isEqualTo(ADDED);

    assertThat(store().find(accepted.id())).contains(running);
    assertThat(ask().holding(a)).containsExactly(running);
    assertThat(store().list(TaskQuery.newest(9)).total()).isEqualTo(1);
  }

  @Test
  void makesOneTaskOfOneKey() {
    IdempotencyKey key = new IdempotencyKey("caller", "key", "print");
    Task first = task().accepted();
    Task second = task().accepted();
    LeaseId a = node("a");

    assertThat(ask().add(new Addition(first, a, key))).isEqualTo(ADDED);
    assertThat(ask().add(new Addition(first, a, key))).as("asked for again").isEqualTo(ADDED);

    assertThat(ask().add(new Addition(second, a, key)))
        .isEqualTo(new AddResult.Twin(first.id(), true));
    assertThat(ask().add(new Addition(second, a, new IdempotencyKey("caller", "key", "other"))))
        .isEqualTo(new AddResult.Twin(first.id(), false));
    assertThat(store().find(second.id())).isEmpty();
    assertThat(ask().add(new Addition(second, a, new IdempotencyKey("caller 2", "key", "print"))))
        .isEqualTo(ADDED);
  }

  @Test
  void makesOneTaskOfOneKeyHoweverManyAskAtOnce() throws Exception {
    IdempotencyKey key = new IdempotencyKey("caller", "key", "print");
    List<AddResult> results = Collections.synchronizedList(new ArrayList<>());

    Together.run(16, _ -> results.add(ask().add(new Addition(task().accepted(), null, key))));

    assertThat(results).filteredOn(ADDED::equals).hasSize(1);
    assertThat(results).filteredOn(AddResult.Twin.class::isInstance).hasSize(15);
    assertThat(results.stream().distinct()).as("the same twin for all").hasSize(2);
    assertThat(store().list(TaskQuery.newest(9)).total()).isEqualTo(1);
  }

  @Test
  void forgetsAKeyAfterADay() {
    IdempotencyKey key = new IdempotencyKey("caller", "key", "print");
    ask().add(new Addition(task().accepted(), null, key));

    pass(IdempotencyKey.KEPT.plusSeconds(1));

    assertThat(ask().add(new Addition(task().accepted(), null, key))).isEqualTo(ADDED);
  }

  @Test
  void takesOneTaskDueOrNot() {
    LeaseId a = node("a");
    LeaseId b = node("b");
    Task later = ask().free(task().asynchronous(5, FAR).accepted());
    Task ended = ask().free(task().succeeded());

    assertThat(ask().take(later.id(), a)).isEqualTo(new TakeResult.Taken(later));
    assertThat(ask().take(later.id(), b)).isEqualTo(new TakeResult.Held(later));
    assertThat(ask().take(later.id(), a)).isEqualTo(new TakeResult.Held(later));
    assertThat(ask().take(ended.id(), a)).isEqualTo(new TakeResult.Ended(ended));
    assertThat(ask().take(TestTasks.id(), a)).isEqualTo(new TakeResult.Missing());
    pass(LEASE.multipliedBy(2));
    assertThat(ask().take(later.id(), node("c"))).isEqualTo(new TakeResult.Taken(later));
  }

  @Test
  void tellsTheHolderWhatToCancelUntilItHasEnded() {
    LeaseId a = node("a");
    Task held = ask().held(task().running(), a);
    Task other = ask().held(task().running(), a);
    Task free = ask().free(task().accepted());

    assertThat(ask().askToCancel(held.id())).isEqualTo(SAVED);
    assertThat(ask().askToCancel(free.id())).isEqualTo(LOST);
    assertThat(ask().askToCancel(TestTasks.id())).isEqualTo(LOST);
    ask().save(task().ended(other, new Answered(200, null, null)), a, false);
    assertThat(ask().askToCancel(other.id())).isEqualTo(LOST);

    assertThat(ask().renew(a)).isEqualTo(new LeaseResult.Granted(a, List.of(held.id())));
    ask().save(task().ended(held, new Answered(200, null, null)), a, false);
    assertThat(ask().renew(a)).isEqualTo(new LeaseResult.Granted(a, List.of()));
  }

  @Test
  void renewsALeaseUntilItHasRunOut() {
    LeaseId a = node("a");
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofSeconds(6));
      assertThat(ask().renew(a)).isInstanceOf(LeaseResult.Granted.class);
    }

    pass(LEASE.plusSeconds(1));

    assertThat(ask().renew(a)).isEqualTo(new LeaseResult.Lost());
    assertThat(node("a")).isNotEqualTo(a);
    assertThat(ask().renew(new LeaseId(123_456))).isEqualTo(new LeaseResult.Lost());
  }

  @Test
  void rescuesWhatALostLeaseHeld() {
    LeaseId a = node("a");
    Task running = ask().held(task().running(), a);
    Task second = ask().held(task().running(), a);
    LeaseId b = node("b");
    assertThat(ask().rescue(b, 10)).as("still held").isEmpty();

    pass(Duration.ofSeconds(6));
    ask().renew(b);
    pass(Duration.ofSeconds(6));

    List<Task> one = ask().rescue(b, 1);
    assertThat(one).hasSize(1);
    List<Task> all = new ArrayList<>(one);
    all.addAll(ask().rescue(b, 10));
    assertThat(all).containsExactlyInAnyOrder(running, second);
    assertThat(ask().rescue(b, 10)).isEmpty();
    Task end = task().ended(running, new Answered(200, null, null));
    assertThat(ask().save(end, a, false)).isEqualTo(LOST);
    assertThat(ask().save(end, b, false)).isEqualTo(SAVED);
    assertThat(ask().holding(b)).containsExactly(second);
  }

  /** What users of other services report: a rescuer overwrites a finished task, or is overwritten. */
  @Test
  void aRescuerDoesNotOverwriteAFinishedTask() {
    LeaseId a = node("a");
    Task running = ask().held(queued(5).running(), a);
    Task end = task().ended(running, new Answered(200, null, null));
    pass(LEASE.plusSeconds(1));
    assertThat(ask().save(end, a, false)).as("nobody has taken it").isEqualTo(SAVED);

    LeaseId b = node("b");
    assertThat(ask().rescue(b, 10)).isEmpty();
    assertThat(ask().claim(b, 10).tasks()).isEmpty();
    assertThat(ask().take(running.id(), b)).isEqualTo(new TakeResult.Ended(end));
    Task other = queued(5).ended(running, new Refused("refused"));
    assertThat(ask().save(other, b, true)).isEqualTo(LOST);
    assertThat(ask().save(other, a, true)).isEqualTo(LOST);
    assertThat(store().find(running.id())).contains(end);
  }

  @Test
  void aLateEndDoesNotOverwriteWhatARescuerRecorded() {
    LeaseId a = node("a");
    Task running = ask().held(queued(5).running(), a);
    Task late = task().ended(running, new Answered(200, null, null));
    pass(LEASE.plusSeconds(1));

    LeaseId b = node("b");
    assertThat(ask().rescue(b, 10)).containsExactly(running);
    assertThat(ask().save(late, a, false)).as("it goes on").isEqualTo(LOST);
    Task end = task().ended(running, new Answered(404, null, null));
    assertThat(ask().save(end, b, false)).isEqualTo(SAVED);
    assertThat(ask().save(late, a, false)).as("it has ended").isEqualTo(LOST);
    assertThat(store().find(running.id())).contains(end);
    assertThat(store().list(TaskQuery.newest(9)).total()).isEqualTo(1);
  }

  @Test
  void givesNothingToALeaseThatHasRunOut() {
    LeaseId a = node("a");
    LeaseId b = node("b");
    Task held = ask().held(task().running(), b);
    Task free = ask().free(queued(5).withCreatedAt(TestTasks.START).accepted());

    pass(LEASE.plusSeconds(1));

    assertThat(ask().claim(a, 10).tasks()).isEmpty();
    assertThat(ask().rescue(a, 10)).isEmpty();
    LeaseId c = node("c");
    assertThat(ask().claim(c, 10).tasks()).containsExactly(free);
    assertThat(ask().rescue(c, 10)).containsExactly(held);
  }

  @Test
  void rescuesAtOnceWhatALeaseLeft() {
    LeaseId a = node("a");
    Task held = ask().held(task().running(), a);

    ask().leave(a);

    assertThat(ask().renew(a)).isEqualTo(new LeaseResult.Lost());
    assertThat(ask().rescue(node("b"), 10)).containsExactly(held);
  }

  @Test
  void givesEachTaskToOneOfManyThatClaim() throws Exception {
    Saves.all(store(), task().accepted());
    for (int i = 0; i < 200; i++) {
      ask().free(queued(1 + i % 10).accepted());
    }
    List<Task> given = Collections.synchronizedList(new ArrayList<>());

    Together.run(
        4,
        number -> {
          LeaseId node = ask().join("node-" + number, Duration.ofHours(1));
          List<Task> claimed;
          do {
            claimed = ask().claim(node, 7).tasks();
            given.addAll(claimed);
          } while (!claimed.isEmpty());
        });

    assertThat(given).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void tellsWhenATaskIsLeftDue() {
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    store().onDue(() -> told.complete(true));

    ask().free(queued(5).accepted());

    assertThat(told).succeedsWithin(30, TimeUnit.SECONDS);
  }
}
