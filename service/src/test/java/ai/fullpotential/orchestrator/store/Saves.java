package ai.fullpotential.orchestrator.store;

import static org.assertj.core.api.Assertions.assertThat;

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
    store.save(
        task,
        result -> assertThat(done.complete(result)).as("done is called exactly once").isTrue());
    return done;
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
