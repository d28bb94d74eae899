package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.AttemptResult.Refused;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.task.TestTasks;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/**
 * Whether the file of SQLite grows while old tasks are dropped: {@code RetentionGrowth DIRECTORY KEPT
 * ROUNDS} adds so many finished tasks a round with answers of 0 to 4 KiB, drops those of the round
 * before, and prints the sizes.
 */
final class RetentionGrowth {

  private static final Duration KEPT = Duration.ofSeconds(1);
  private static final SystemTime TIME = new SystemTime();

  private RetentionGrowth() {}

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    int kept = Integer.parseInt(args[1]);
    try (SqliteTaskStore store = SqliteTaskStore.open(directory, KEPT, TIME, TIME)) {
      for (int round = 1; round <= Integer.parseInt(args[2]); round++) {
        TIME.pause(KEPT);
        fill(store, kept, TIME.instant());
        store.sweep();
        System.out.printf(
            "round %3d: %,9d written in all, %,9d kept, file %6.1f MiB, its log %5.1f MiB%n",
            round,
            (long) round * kept,
            store.list(TaskQuery.newest(1)).total(),
            mebibytes(directory.resolve("orchestrator.db")),
            mebibytes(directory.resolve("orchestrator.db-wal")));
      }
    }
  }

  private static void fill(SqliteTaskStore store, int count, Instant end)
      throws InterruptedException {
    Semaphore places = new Semaphore(2000);
    for (int i = 0; i < count; i++) {
      places.acquire();
      store.add(new Addition(finished(i, end), null, null), _ -> places.release());
    }
    places.acquire(2000);
  }

  private static Task finished(int i, Instant end) {
    TestTasks blueprint =
        TestTasks.task()
            .withCreatedAt(end)
            .withDroplet("droplet-" + i % 49)
            .withLimits(TestTasks.limits(0));
    if (i % 100 == 1) {
      blueprint = blueprint.withTags("nightly");
    }
    return i % 20 == 0
        ? blueprint.ended(blueprint.running(), new Refused("refused by host-" + i % 1000))
        : blueprint.ended(
            blueprint.running(), new Answered(200, Json.string("x".repeat(i * 37 % 4096)), null));
  }

  private static double mebibytes(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) / 1048576.0 : 0;
  }
}
