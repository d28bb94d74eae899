package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.task.TaskStore.Change;
import ai.fullpotential.orchestrator.task.TaskStore.LeaseResult.Granted;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult.Saved;
import ai.fullpotential.orchestrator.task.TestTasks;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many tasks a store on a real disk takes in and ends a second: {@code StoreSpeed DIRECTORY}. Each
 * is two writes, the second once the first is told.
 */
final class StoreSpeed {

  private static final int TASKS = 200_000;

  private StoreSpeed() {}

  public static void main(String[] args) throws Exception {
    SystemTime time = new SystemTime();
    Path directory = Path.of(args[0]);
    try (TaskStore store = SqliteTaskStore.open(directory, Duration.ofDays(7), time, time)) {
      LeaseId lease = join(store);
      for (int inFlight : new int[] {64, 512, 64, 512}) {
        long start = time.nanos();
        run(store, lease, inFlight);
        double seconds = time.since(start).toNanos() / 1e9;
        System.out.printf("%d in flight: %,.0f tasks/s%n", inFlight, TASKS / seconds);
      }
    }
  }

  static LeaseId join(TaskStore store) throws Exception {
    CompletableFuture<LeaseId> joined = new CompletableFuture<>();
    store.join(
        "node",
        Duration.ofHours(1),
        result -> {
          if (result instanceof Granted granted) {
            joined.complete(granted.id());
          }
        });
    return joined.get();
  }

  private static void run(TaskStore store, LeaseId lease, int inFlight)
      throws InterruptedException {
    Semaphore places = new Semaphore(inFlight);
    CountDownLatch left = new CountDownLatch(TASKS);
    AtomicInteger failed = new AtomicInteger();
    for (int i = 0; i < TASKS; i++) {
      places.acquire();
      Task running = TestTasks.task().running();
      Task ended =
          TestTasks.task()
              .ended(
                  running,
                  new ai.fullpotential.orchestrator.task.AttemptResult.Answered(200, null, null));
      store.add(
          new Addition(running, lease, null),
          _ ->
              store.save(
                  new Change(running, ended, lease, false, List.of()),
                  saved -> {
                    if (!(saved instanceof Saved)) {
                      failed.incrementAndGet();
                    }
                    places.release();
                    left.countDown();
                  }));
    }
    left.await();
    if (failed.get() > 0) {
      throw new AssertionError(failed + " were not saved");
    }
  }
}
