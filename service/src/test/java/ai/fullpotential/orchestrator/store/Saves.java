package ai.fullpotential.orchestrator.store;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Saves to a store and waits for its word. */
final class Saves {
  private Saves() {}

  /** Asks for the save and does not wait. */
  static CompletableFuture<SaveResult> begin(TaskStore store, Task task) {
    CompletableFuture<SaveResult> done = new CompletableFuture<>();
    LeaseId lease = lease(store);
    store.add(
        new TaskStore.Addition(task, task.finished().isPresent() ? null : lease, null),
        _ ->
            store.save(
                new TaskStore.Change(task, lease, true, List.of()),
                result ->
                    assertThat(done.complete(new SaveResult.Saved()))
                        .as("done is called exactly once")
                        .isTrue()));
    return done;
  }

  private static final java.util.Map<TaskStore, LeaseId> LEASES =
      java.util.Collections.synchronizedMap(new java.util.WeakHashMap<>());

  static LeaseId lease(TaskStore store) {
    return LEASES.computeIfAbsent(
        store,
        _ -> {
          CompletableFuture<LeaseId> lease = new CompletableFuture<>();
          store.join(
              "node-1",
              java.time.Duration.ofDays(365),
              result -> lease.complete(((TaskStore.LeaseResult.Granted) result).id()));
          return lease.join();
        });
  }

  /** Asks for all saves at once, in order, then waits; each must succeed. */
  static void all(TaskStore store, List<Task> tasks) {
    List<CompletableFuture<SaveResult>> begun = tasks.stream().map(t -> begin(store, t)).toList();
    begun.forEach(Saves::succeeds);
  }

  static void all(TaskStore store, Task... tasks) {
    all(store, Stream.of(tasks).toList());
  }

  static void succeeds(CompletableFuture<SaveResult> saved) {
    assertThat(saved).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(new SaveResult.Saved());
  }
}
