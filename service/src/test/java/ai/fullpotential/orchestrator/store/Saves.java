package ai.fullpotential.orchestrator.store;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.task.TaskStore.Change;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Records tasks as one node does, and waits for the store's word: adds what it has not added before,
 * else saves, always under one lease that it keeps.
 */
final class Saves {

  private static final Map<TaskStore, Saves> NODES =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final LeaseId lease;
  private final Map<TaskId, Task> last = new ConcurrentHashMap<>();

  private Saves(LeaseId lease) {
    this.lease = lease;
  }

  private static Saves on(TaskStore store) {
    return NODES.computeIfAbsent(
        store, s -> new Saves(new Ask(s).join("saves", Duration.ofDays(100_000))));
  }

  /** The lease that holds what this saves. */
  static LeaseId lease(TaskStore store) {
    return on(store).lease;
  }

  /** Asks for the save and does not wait. */
  static CompletableFuture<SaveResult> begin(TaskStore store, Task task) {
    Saves node = on(store);
    CompletableFuture<SaveResult> done = new CompletableFuture<>();
    Task from = node.last.put(task.id(), task);
    if (from == null) {
      store.add(
          new Addition(task, node.lease, null),
          result -> {
            assertThat(result).isEqualTo(new AddResult.Added());
            once(done, new SaveResult.Saved());
          });
    } else {
      store.save(new Change(from, task, node.lease, true, List.of()), result -> once(done, result));
    }
    return done;
  }

  private static void once(CompletableFuture<SaveResult> done, SaveResult result) {
    assertThat(done.complete(result)).as("done is called exactly once").isTrue();
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
