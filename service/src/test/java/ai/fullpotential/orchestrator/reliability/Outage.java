package ai.fullpotential.orchestrator.reliability;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a service does while its store cannot be written, asked from beside the load: how soon it
 * refuses, whether it still answers what needs no writing, and how soon it takes tasks again.
 */
final class Outage {

  private static final Duration TO_BEGIN = Duration.ofSeconds(20);
  private static final Duration TO_END = Duration.ofSeconds(20);
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private final Scene scene;
  private long n = 1_000_000;
  private int refused;
  private Duration slowestRefusal = Duration.ZERO;
  private Duration slowestRead = Duration.ZERO;
  private Duration slowestRecovery = Duration.ZERO;
  private int unread;

  Outage(Scene scene) {
    this.scene = scene;
  }

  /** Submits until one is refused; false when that does not come. */
  boolean awaitRefusal() throws InterruptedException {
    Instant limit = Instant.now().plus(TO_BEGIN);
    while (Instant.now().isBefore(limit)) {
      if (submit().isUnavailable()) {
        return true;
      }
      Thread.sleep(BETWEEN);
    }
    return false;
  }

  /** Submits and reads for so long. */
  void probe(Duration time) throws InterruptedException {
    Instant limit = Instant.now().plus(time);
    while (Instant.now().isBefore(limit)) {
      long begin = System.nanoTime();
      Told told = submit();
      if (told.isUnavailable()) {
        refused++;
        slowestRefusal = longer(slowestRefusal, begin);
      }
      for (String path : List.of("/health", "/tasks?limit=5", "/metrics")) {
        read(path);
      }
      Thread.sleep(BETWEEN);
    }
  }

  private void read(String path) throws InterruptedException {
    long begin = System.nanoTime();
    try {
      if (scene.service.api().get(path).status() != 200) {
        unread++;
      }
    } catch (IOException e) {
      unread++;
    }
    slowestRead = longer(slowestRead, begin);
  }

  /** From the moment at which the store can be written again to the first task that is taken. */
  boolean awaitAcceptance() throws InterruptedException {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < TO_END.toNanos()) {
      if (submit().isAcknowledged()) {
        slowestRecovery = longer(slowestRecovery, begin);
        return true;
      }
      Thread.sleep(BETWEEN);
    }
    return false;
  }

  private Told submit() throws InterruptedException {
    Told told =
        Load.send(scene.service.api(), n, Load.body(n, 0), Map.of("Prefer", "respond-async"));
    n++;
    scene.heard(told);
    return told;
  }

  private static Duration longer(Duration longest, long begin) {
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    return took.compareTo(longest) > 0 ? took : longest;
  }

  /** What must hold: the figures of docs/reliability.md, S1 and S2. */
  Figures judge(Figures figures) {
    return figures
        .put("refused", refused)
        .put("slowest_refusal", slowestRefusal)
        .put("slowest_read", slowestRead)
        .put("slowest_recovery", slowestRecovery)
        .expect("nothing was refused", refused > 0)
        .expect("refused too late", slowestRefusal.compareTo(Duration.ofSeconds(1)) <= 0)
        .expect(unread + " reads failed", unread == 0)
        .expect("read too slowly", slowestRead.compareTo(Duration.ofSeconds(1)) <= 0)
        .expect("taken again too late", slowestRecovery.compareTo(Duration.ofSeconds(5)) <= 0);
  }
}
