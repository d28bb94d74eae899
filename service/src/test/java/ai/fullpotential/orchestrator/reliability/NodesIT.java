package ai.fullpotential.orchestrator.reliability;

import ai.fullpotential.orchestrator.reliability.SeenDroplet.Answer;
import ai.fullpotential.orchestrator.reliability.SeenDroplet.Manner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that all live share the work: each task ends once, wherever it is asked for. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class NodesIT {

  /** On a busy machine a node may stand still for longer than a short lease: that is no fault of its. */
  private static final Duration LEASE = Duration.ofSeconds(Scale.isFull() ? 2 : 10);

  @TempDir Path directory;

  @Test
  void theLoadSpreadsAndEveryTaskEndsOnce() throws Exception {
    try (Cluster cluster = new Cluster(directory, 3, 24, LEASE).started()) {
      cluster.load.start();
      Thread.sleep(Scale.isFull() ? 60_000 : 4_000);
      Figures figures = cluster.settle("nodes");
      List<Long> successes = cluster.counted("success");
      long sum = successes.stream().mapToLong(n -> n).sum();
      Map<String, Kept> kept = cluster.node(1).api().all();
      long stored = kept.values().stream().filter(k -> k.status().equals("success")).count();
      figures
          .put("by_node", successes)
          .expect("a node did little", successes.stream().allMatch(n -> n * 6 >= sum))
          .expect("I8: " + sum + " counted, " + stored + " in the store", sum == stored)
          .conclude();
    }
  }

  @Test
  void aRollingRestartLosesNothingAndRepeatsNothing() throws Exception {
    int rounds = Scale.count(1, 20);
    int left = 0;
    try (Cluster cluster = new Cluster(directory, 3, 16, LEASE).started()) {
      cluster.load.start();
      for (int i = 0; i < 3 * rounds; i++) {
        int node = i % 3;
        Thread.sleep(500);
        cluster.leaveOut(node);
        Integer code = cluster.node(node).terminate(Duration.ofSeconds(10));
        left += code != null && code == 0 ? 1 : 0;
        cluster.start(node);
      }
      cluster.settle("rolling").faults(3 * rounds, left).conclude();
    }
  }

  @Test
  void whatOneNodeCarriesOnCanBeWaitedForAndCancelledAtAnother() throws Exception {
    try (Cluster cluster = new Cluster(directory, 2, 0, LEASE).started()) {
      Figures figures = new Figures("elsewhere");
      Times waits = new Times();
      Times cancels = new Times();
      int rounds = Scale.count(3, 100);
      for (int i = 0; i < rounds; i++) {
        cluster.droplet.behave(_ -> new Answer(200, Duration.ofMillis(600)));
        String waited = cluster.submit(0, 1).getFirst();
        long begin = System.nanoTime();
        String status =
            cluster
                .node(1)
                .api()
                .get("/tasks/" + waited + "?wait=20")
                .json()
                .path("status")
                .asText();
        waits.add(Duration.ofNanos(System.nanoTime() - begin));
        figures.expect("waited for, and " + status, status.equals("success"));

        cluster.droplet.behave(_ -> new Answer(200, Duration.ofSeconds(30)));
        String cancelled = cluster.submit(0, 1).getFirst();
        Cluster.await(Duration.ofSeconds(5), () -> called(cluster, cancelled));
        begin = System.nanoTime();
        Api.Reply reply = cluster.node(1).api().delete("/tasks/" + cancelled);
        cancels.add(Duration.ofNanos(System.nanoTime() - begin));
        figures.expect("cancelled, and " + reply, reply.status() == 200);
        figures.expect(
            "cancelled, and is " + reply.json().path("status"),
            reply.json().path("status").asText().equals("cancelled"));
      }
      figures
          .put("rounds", rounds)
          .put("wait_p99", waits.percentile(99))
          .put("cancel_p99", cancels.percentile(99))
          .expect("cancelled late", cancels.percentile(99).compareTo(LEASE) <= 0)
          .expect("told late", waits.percentile(99).compareTo(Duration.ofSeconds(2)) <= 0)
          .conclude();
    }
  }

  private static boolean called(Cluster cluster, String id) {
    return cluster.droplet.calls().stream().anyMatch(call -> call.taskId().equals(id));
  }

  /** C3 over nodes. */
  @Test
  void oneKeyIsOneTaskOnWhicheverNodesItIsSent() throws Exception {
    int keys = Scale.count(20, 500);
    int times = 64;
    Random random = new Random(Scale.seed());
    try (Cluster cluster = new Cluster(directory, 3, 0, LEASE).started();
        Api any = new Api(cluster::anyUrl);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      cluster.droplet.behave(Manner.seeded(Scale.seed()));
      Figures figures = new Figures("C3-nodes");
      Set<String> tasks = new HashSet<>();
      for (int key = 0; key < keys; key++) {
        Map<String, String> headers = new java.util.HashMap<>();
        headers.put("Idempotency-Key", "key-" + key);
        if (random.nextBoolean()) {
          headers.put("Prefer", "respond-async");
        }
        String body = Load.body(key, 0);
        long n = key;
        List<Future<Told>> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
          answers.add(threads.submit(() -> untilAnswered(any, n, body, headers)));
        }
        Set<String> ids = new HashSet<>();
        for (Future<Told> answer : answers) {
          Told told = answer.get();
          figures.expect("not acknowledged: " + told, told.isAcknowledged());
          ids.add(String.valueOf(told.taskId()));
        }
        figures.expect("one key, tasks " + ids, ids.size() == 1);
        tasks.addAll(ids);
        Told other = Load.send(any, n, Load.body(-2, 0), headers);
        figures.expect("another body: " + other, other.http() == 422);
      }
      figures
          .put("keys", keys)
          .put("requests", keys * times)
          .put("tasks", tasks.size())
          .expect("tasks and keys differ", tasks.size() == keys)
          .conclude();
    }
  }

  /** As a caller with a key does it when the store is too slow. */
  private static Told untilAnswered(Api any, long n, String body, Map<String, String> headers)
      throws InterruptedException {
    Told told = Load.send(any, n, body, headers);
    for (int i = 0; i < 100 && told.isUnavailable(); i++) {
      Thread.sleep(100);
      told = Load.send(any, n, body, headers);
    }
    return told;
  }
}
