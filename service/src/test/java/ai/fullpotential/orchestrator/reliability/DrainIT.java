package ai.fullpotential.orchestrator.reliability;

import ai.fullpotential.orchestrator.reliability.SeenDroplet.Answer;
import ai.fullpotential.orchestrator.reliability.SeenDroplet.Manner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * C6: stopped by SIGTERM under load, it ends what it can within its grace and gives back the rest. Every
 * second time the droplet is slower than the grace: only then may an attempt be made once more.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class DrainIT {

  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration AT_MOST = GRACE.plusSeconds(1);
  private static final Duration STUBBORN = Duration.ofMillis(4500);

  @TempDir Path directory;

  @Test
  void nothingIsLostAndNothingRunsTwiceWhenItIsStopped() throws Exception {
    int drains = Scale.count(5, 100);
    Random random = new Random(Scale.seed());
    Duration slowest = Duration.ZERO;
    int left = 0;
    Map<String, String> grace = Map.of("SHUTDOWN_GRACE", Long.toString(GRACE.toSeconds()));
    try (Scene scene = new Scene(directory, Scale.seed(), 16, grace)) {
      scene.load.start();
      for (int drain = 0; drain < drains; drain++) {
        boolean stubborn = drain % 2 == 1;
        scene.droplet.behave(stubborn ? stubborn() : Manner.seeded(Scale.seed()));
        scene.start();
        Thread.sleep(300 + random.nextInt(700));
        if (stubborn) {
          // Whatever the end of the grace cuts is in flight in its middle.
          scene.faultAt(Instant.now().plus(GRACE.dividedBy(2)));
        }
        long begin = System.nanoTime();
        @Nullable Integer code = scene.service.terminate(Duration.ofSeconds(10));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
        if (code != null && code == 0) {
          left++;
        }
      }
      scene.droplet.behave(Manner.seeded(Scale.seed()));
      scene.start();
      scene
          .settle("C6")
          .put("drains", drains)
          .put("slowest_exit", slowest)
          .faults(drains, left)
          .expect("left too late", slowest.compareTo(AT_MOST) <= 0)
          .conclude();
    }
  }

  private static Manner stubborn() {
    Manner usual = Manner.seeded(Scale.seed());
    return call ->
        call.taskId().hashCode() % 20 == 0 ? new Answer(200, STUBBORN) : usual.answer(call);
  }
}
