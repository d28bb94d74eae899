package ai.fullpotential.orchestrator.store;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.task.GateLine;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.task.TaskStore.Change;
import ai.fullpotential.orchestrator.task.TaskStore.ClaimResult;
import ai.fullpotential.orchestrator.task.TaskStore.ClaimResult.Claimed;
import ai.fullpotential.orchestrator.task.TaskStore.LeaseResult;
import ai.fullpotential.orchestrator.task.TaskStore.LeaseResult.Granted;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import ai.fullpotential.orchestrator.task.TaskStore.TakeResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks a store and waits for its word, which must come exactly once. */
record Ask(TaskStore store) {

  /** A call that tells its result later. */
  private static <R> R wait(Consumer<Consumer<R>> call) {
    CompletableFuture<R> done = new CompletableFuture<>();
    call.accept(
        result -> assertThat(done.complete(result)).as("done is called exactly once").isTrue());
    assertThat(done).succeedsWithin(30, TimeUnit.SECONDS);
    return done.join();
  }

  AddResult add(Addition addition) {
    return wait(done -> store.add(addition, done));
  }

  /** Adds a task that any may claim. */
  Task free(Task task) {
    assertThat(add(new Addition(task, null, null))).isEqualTo(new AddResult.Added());
    return task;
  }

  /** Adds a task that this lease holds. */
  Task held(Task task, LeaseId by) {
    assertThat(add(new Addition(task, by, null))).isEqualTo(new AddResult.Added());
    return task;
  }

  /** Saves what stands on the record as it is. */
  SaveResult save(Task task, LeaseId by, boolean keeps, Task... follows) {
    Task from = store.find(task.id()).orElse(task);
    return save(new Change(from, task, by, keeps, List.of(follows)));
  }

  SaveResult save(Change change) {
    return wait(done -> store.save(change, done));
  }

  Claimed claim(LeaseId by, int most) {
    return claimed(wait(done -> store.claim(by, most, done)));
  }

  List<Task> callUp(String droplet, LeaseId by, int most) {
    return callUp(droplet, GateLine.CALLS, by, most);
  }

  List<Task> callUp(String droplet, GateLine line, LeaseId by, int most) {
    return claimed(wait(done -> store.callUp(droplet, line, by, most, done))).tasks();
  }

  List<Task> rescue(LeaseId by, int most) {
    return claimed(wait(done -> store.rescue(by, most, done))).tasks();
  }

  List<Task> holding(LeaseId by) {
    return claimed(wait(done -> store.holding(by, done))).tasks();
  }

  private static Claimed claimed(ClaimResult result) {
    assertThat(result).isInstanceOf(Claimed.class);
    return (Claimed) result;
  }

  TakeResult take(TaskId id, LeaseId by) {
    return wait(done -> store.take(id, by, done));
  }

  SaveResult askToCancel(TaskId id) {
    return wait(done -> store.askToCancel(id, done));
  }

  LeaseId join(String node, Duration lease) {
    LeaseResult result = wait(done -> store.join(node, lease, done));
    assertThat(result).isInstanceOf(Granted.class);
    return ((Granted) result).id();
  }

  LeaseResult renew(LeaseId lease) {
    return wait(done -> store.renew(lease, done));
  }

  LeaseResult leave(LeaseId lease) {
    return wait(done -> store.leave(lease, done));
  }
}
