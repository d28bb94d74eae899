package ai.fullpotential.orchestrator.reliability;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * C2: killed at the N-th sync to disk, so between what was written and what was told of it. Callers with
 * a key ask again until they are answered: what was committed and not told must be found again.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class SyncCrashIT {

  private static final Duration TO_DIE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void isWholeWhenItIsKilledAtAnySync() throws Exception {
    List<Integer> syncs = Scale.isFull() ? upTo(Scale.count(0, 150)) : List.of(1, 2, 3, 5, 20, 60);
    int fired = 0;
    try (Scene scene = new Scene(directory, Scale.seed(), 16, Map.of())) {
      scene.load.start();
      for (int sync : syncs) {
        if (diesAt(scene, sync)) {
          fired++;
        }
      }
      scene.start();
      scene.checkFile();
      Figures figures = scene.settle("C2");
      figures.put("syncs", syncs.size()).faults(syncs.size(), fired).conclude();
    }
  }

  @Test
  void isWholeWhenItIsKilledWhileItMakesItsFile() throws Exception {
    List<Integer> syncs = Scale.isFull() ? upTo(12) : List.of(1, 4);
    int fired = 0;
    for (int sync : syncs) {
      Path fresh = Files.createDirectory(directory.resolve("at-" + sync));
      try (Scene scene = new Scene(fresh, Scale.seed() + sync, 4, Map.of())) {
        scene.load.start();
        if (diesAt(scene, sync)) {
          fired++;
        }
        scene.start();
        scene.checkFile();
        Thread.sleep(500);
        scene.settle("C2 first start, sync " + sync).conclude();
      }
    }
    new Figures("C2 first start").faults(syncs.size(), fired).conclude();
  }

  private static List<Integer> upTo(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }

  /** Counted for each thread by itself; the first to come to it ends all. */
  private static boolean diesAt(Scene scene, int sync) throws InterruptedException {
    scene.service.launch(
        "strace",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        "trace=fsync,fdatasync",
        "-e",
        "inject=fsync,fdatasync:signal=SIGKILL:when=" + sync);
    boolean died = scene.service.awaitEnd(TO_DIE);
    if (!died) {
      scene.service.kill();
    }
    scene.fault();
    return died;
  }
}
