package ai.fullpotential.orchestrator.reliability;

import ai.fullpotential.orchestrator.reliability.SeenDroplet.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Poison: many due tasks that cannot be done must not keep the others from being done. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PoisonIT {

  private static final int OTHERS = 10;
  private static final Map<String, String> ASYNCHRONOUS = Map.of("Prefer", "respond-async");

  @TempDir Path directory;

  @Test
  void tasksOfADropletThatVanishedDoNotHoldUpOthers() throws Exception {
    int poison = Scale.count(2000, 50_000);
    try (SeenDroplet droplet = new SeenDroplet(_ -> Answer.ok());
        ServiceProcess service =
            new ServiceProcess(directory, droplet.url(), Map.of("REGISTRY_SYNC_INTERVAL", "0.3"))) {
      droplet.list("vanishing", droplet.url());
      service.start();
      submit(service.api(), "vanishing", poison, 3);
      droplet.forget("vanishing");
      Cluster.await(Duration.ofSeconds(60), () -> isMissing(service.api()));
      Thread.sleep(3000);
      conclude("poison-unknown", poison, others(service.api(), ASYNCHRONOUS));
    }
  }

  /**
   * Its tasks take half of the places that asynchronous ones may have, for as long as an attempt may take,
   * and none of those that are kept for callers that wait.
   */
  @Test
  void tasksOfADropletThatHangsHoldUpNobodyElse() throws Exception {
    int poison = Scale.count(1000, 20_000);
    try (SeenDroplet hanging = new SeenDroplet(_ -> new Answer(200, Duration.ofSeconds(60)));
        SeenDroplet droplet = new SeenDroplet(_ -> Answer.ok());
        ServiceProcess service =
            new ServiceProcess(
                directory,
                droplet.url(),
                Map.of("MAX_CONCURRENT_TASKS", "200", "TASK_ATTEMPT_TIMEOUT", "3"))) {
      droplet.list("hanging", hanging.url());
      service.start();
      submit(service.api(), "hanging", poison, 1);
      Cluster.await(Duration.ofSeconds(20), () -> hanging.calls().size() >= 50);
      conclude("poison-hanging", poison, others(service.api(), Map.of()));
      conclude("poison-hanging-async", poison, others(service.api(), ASYNCHRONOUS));
    }
  }

  private static boolean isMissing(Api api) {
    try {
      return api.get("/tasks?status=queued&limit=1").json().toString().contains("droplet_unknown")
          || api.get("/droplets?refresh=false").json().path("droplets").size() < 3;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void conclude(String name, int poison, Times times) {
    new Figures(name)
        .put("poison", poison)
        .put("others", times.count())
        .put("p50", times.percentile(50))
        .put("slowest", times.percentile(100))
        .expect("held up", times.percentile(100).compareTo(Duration.ofSeconds(5)) <= 0)
        .conclude();
  }

  private static void submit(Api api, String droplet, int count, int delaySeconds)
      throws Exception {
    String body =
        "{\"droplet_name\":\""
            + droplet
            + "\",\"path\":\"/x\",\"delay_seconds\":"
            + delaySeconds
            + "}";
    Semaphore places = new Semaphore(32);
    List<Future<Api.Reply>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        places.acquire();
        answers.add(
            threads.submit(
                () -> {
                  try {
                    return api.post("/tasks", body, Map.of());
                  } finally {
                    places.release();
                  }
                }));
      }
    }
    for (Future<Api.Reply> answer : answers) {
      if (answer.resultNow().status() != 202) {
        throw new AssertionError("not accepted: " + answer.resultNow());
      }
    }
  }

  /** How long each of some tasks of a sound droplet takes, one after the other. */
  private static Times others(Api api, Map<String, String> headers)
      throws IOException, InterruptedException {
    Times times = new Times();
    for (int i = 0; i < OTHERS; i++) {
      long begin = System.nanoTime();
      Api.Reply reply = api.post("/tasks", Load.body(i, 0), headers);
      String id = reply.json().path("task_id").asText();
      api.get("/tasks/" + id + "?wait=30");
      times.add(Duration.ofNanos(System.nanoTime() - begin));
    }
    return times;
  }
}
