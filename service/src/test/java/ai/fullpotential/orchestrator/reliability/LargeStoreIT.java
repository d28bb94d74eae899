package ai.fullpotential.orchestrator.reliability;

import ai.fullpotential.orchestrator.store.SqliteTaskStore;
import ai.fullpotential.orchestrator.task.AttemptResult;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.task.TestTasks;
import ai.fullpotential.orchestrator.time.SystemTime;
import com.fasterxml.uuid.Generators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** C1: killed under load with a large store, it is ready again soon. */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class LargeStoreIT {

  private static final int AT_ONCE = 2000;
  private static final Duration READY = Duration.ofSeconds(Scale.isFull() ? 5 : 20);

  @TempDir Path directory;

  @Test
  void isReadySoonHoweverMuchItKeeps() throws Exception {
    int rows = Scale.isFull() ? 1_000_000 : 20_000;
    int kills = Scale.count(2, 20);
    fill(Files.createDirectory(directory.resolve("data")), rows);
    try (Scene scene = new Scene(directory, Scale.seed(), 16, Map.of())) {
      scene.load.start();
      for (int kill = 0; kill < kills; kill++) {
        scene.start();
        Thread.sleep(1000);
        scene.kill();
      }
      scene.start();
      scene.load.stop();
      long total = scene.service.api().get("/tasks?limit=1").json().path("total").asLong();
      new Figures("C1 large store")
          .put("rows", total)
          .put("slowest_ready", scene.slowestStart())
          .expect("not all is there", total >= rows + scene.load.acknowledged())
          .expect("ready too late", scene.slowestStart().compareTo(READY) <= 0)
          .faults(kills, scene.faults())
          .conclude();
    }
  }

  private static void fill(Path data, int rows) throws Exception {
    SystemTime time = new SystemTime();
    Instant first = time.instant().minus(Duration.ofHours(1));
    Semaphore places = new Semaphore(AT_ONCE);
    try (TaskStore store = SqliteTaskStore.open(data, Duration.ofDays(1), time, time)) {
      for (int i = 0; i < rows; i++) {
        places.acquire();
        store.add(new Addition(ended(first.plusMillis(i)), null, null), _ -> places.release());
      }
      places.acquire(AT_ONCE);
    }
  }

  private static Task ended(Instant at) {
    TestTasks blueprint = TestTasks.task().withCreatedAt(at).withLimits(TestTasks.limits(0));
    Task task = blueprint.ended(blueprint.running(), new AttemptResult.Answered(200, null, null));
    return new Task(
        new TaskId(Generators.timeBasedEpochRandomGenerator().generate().toString()),
        task.origin(),
        task.spec(),
        task.createdAt(),
        task.state(),
        task.attempts(),
        task.excused());
  }
}
