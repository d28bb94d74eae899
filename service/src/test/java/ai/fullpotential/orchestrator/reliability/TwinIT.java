package ai.fullpotential.orchestrator.reliability;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** C3: many requests under one key at once, while the service is killed, are one task. */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class TwinIT {

  private static final int TWINS = 64;
  private static final int KEYS_AT_ONCE = 4;
  private static final int KEYS_A_KILL = 12;

  @TempDir Path directory;

  private final AtomicLong requests = new AtomicLong();
  private final Map<Long, Set<String>> tasksOfKey = new ConcurrentHashMap<>();

  @Test
  void oneKeyIsOneTask() throws Exception {
    int keys = Scale.count(50, 500);
    int kills = Math.max(1, keys / KEYS_A_KILL);
    Random random = new Random(Scale.seed());
    try (Scene scene = new Scene(directory, Scale.seed(), 0, Map.of())) {
      scene.start();
      CountDownLatch left = new CountDownLatch(keys);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        threads.execute(() -> sendAll(scene, keys, left, threads));
        for (int kill = 0; kill < kills && left.getCount() > 0; kill++) {
          Thread.sleep(random.nextInt(800));
          scene.kill();
          scene.start();
        }
        left.await(5, TimeUnit.MINUTES);
      }
      List<String> wrong = new ArrayList<>();
      tasksOfKey.forEach(
          (key, tasks) -> {
            if (tasks.size() != 1) {
              wrong.add("C3 key " + key + " was told of " + tasks);
            }
          });
      int mismatches = otherBodies(scene.service.api(), keys);
      Figures figures = scene.settle("C3");
      figures.wrong(wrong);
      figures
          .put("keys", keys)
          .put("requests", requests.get())
          .put("refused_other_bodies", mismatches)
          .expect("not every key was answered", tasksOfKey.size() == keys)
          .expect("another body was taken", mismatches == keys)
          .faults(kills, scene.faults())
          .conclude();
    }
  }

  private void sendAll(Scene scene, int keys, CountDownLatch left, ExecutorService threads) {
    Semaphore places = new Semaphore(KEYS_AT_ONCE);
    for (long key = 0; key < keys; key++) {
      places.acquireUninterruptibly();
      long n = key;
      CountDownLatch twins = new CountDownLatch(TWINS);
      for (int twin = 0; twin < TWINS; twin++) {
        Map<String, String> headers =
            twin % 2 == 0
                ? Map.of("Idempotency-Key", "twin-" + n)
                : Map.of("Idempotency-Key", "twin-" + n, "Prefer", "respond-async");
        threads.execute(() -> sendUntilAnswered(scene, n, headers, twins, places, left));
      }
    }
  }

  private void sendUntilAnswered(
      Scene scene,
      long n,
      Map<String, String> headers,
      CountDownLatch twins,
      Semaphore places,
      CountDownLatch left) {
    try {
      Told answer = null;
      while (answer == null || answer.http() == 0 || answer.isUnavailable()) {
        if (answer != null) {
          Thread.sleep(50);
        }
        answer = Load.send(scene.service.api(), n, Load.body(n, 0), headers);
        scene.heard(answer);
        requests.incrementAndGet();
      }
      String task = answer.taskId() == null ? "none, " + answer.http() : answer.taskId();
      tasksOfKey.computeIfAbsent(n, _ -> ConcurrentHashMap.newKeySet()).add(task);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      twins.countDown();
      if (twins.getCount() == 0) {
        synchronized (twins) {
          places.release();
          left.countDown();
        }
      }
    }
  }

  private static int otherBodies(Api api, int keys) throws InterruptedException {
    int refused = 0;
    for (long n = 0; n < keys; n++) {
      Told answer =
          Load.send(api, n, Load.body(n + 1, 100), Map.of("Idempotency-Key", "twin-" + n));
      if (answer.http() == 422) {
        refused++;
      }
    }
    return refused;
  }
}
