package ai.fullpotential.orchestrator.reliability;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** C1: killed at random moments under load, also while it starts, nothing acknowledged is lost. */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class CrashIT {

  /** A machine that builds at the same time has less to give. */
  private static final Duration READY = Duration.ofSeconds(Scale.isFull() ? 5 : 20);

  @TempDir Path directory;

  @Test
  void nothingAcknowledgedIsLostWhenItIsKilledAtRandom() throws Exception {
    int cycles = Scale.count(8, 200);
    Random random = new Random(Scale.seed());
    try (Scene scene = new Scene(directory, Scale.seed(), 16, Map.of())) {
      scene.load.start();
      for (int cycle = 0; cycle < cycles; cycle++) {
        if (random.nextInt(5) == 0) {
          scene.service.launch();
          Thread.sleep(200 + random.nextInt(1000));
        } else {
          scene.start();
          scene.checkFile();
          Thread.sleep(random.nextInt(1200));
        }
        scene.kill();
      }
      scene.start();
      scene.checkFile();
      Figures figures = scene.settle("C1");
      figures
          .put("cycles", cycles)
          .faults(cycles, scene.faults())
          .expect("ready too late", scene.slowestStart().compareTo(READY) <= 0)
          .conclude();
    }
  }
}
