package ai.fullpotential.orchestrator.reliability;

import ai.fullpotential.orchestrator.reliability.SeenDroplet.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The database goes and comes; the nodes stay, and need no start of their own. */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class DatabaseIT {

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration BACK = Duration.ofSeconds(20);

  /** A second, and what a busy machine adds. */
  private static final Duration TOLD = Duration.ofSeconds(Scale.isFull() ? 1 : 3);

  @TempDir Path directory;

  /** D1; and no worker stays dead afterwards. */
  @Test
  void nothingIsLostWhenTheDatabaseIsRestartedAgainAndAgain() throws Exception {
    int restarts = Scale.count(3, 100);
    Random random = new Random(Scale.seed());
    try (Cluster cluster = new Cluster(directory, 2, 16, LEASE).started()) {
      List<Long> before = cluster.nodes().stream().map(ServiceProcess::pid).toList();
      cluster.load.start();
      for (int i = 0; i < restarts; i++) {
        Thread.sleep(300 + random.nextInt(1500));
        cluster.fault();
        cluster.database.stop();
        Thread.sleep(random.nextInt(i % 2 == 0 ? 200 : 3000));
        cluster.database.start();
        cluster.faultFor(LEASE.multipliedBy(2));
      }
      boolean back = awaitActive(cluster);
      List<Long> worked = cluster.counted("success");
      Thread.sleep(3000);
      List<Long> working = cluster.counted("success");
      cluster
          .settle("D1")
          .faults(restarts, restarts)
          .put("worked_after", difference(working, worked))
          .expect("not active again", back)
          .expect("a node stays dead", difference(working, worked).stream().allMatch(n -> n > 0))
          .expect(
              "a process was restarted",
              cluster.nodes().stream().map(ServiceProcess::pid).toList().equals(before))
          .conclude();
    }
  }

  private static List<Long> difference(List<Long> after, List<Long> before) {
    List<Long> difference = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      difference.add(after.get(i) - before.get(i));
    }
    return difference;
  }

  /** D2: and of an empty database that several nodes find at one time each makes use. */
  @Test
  void nodesThatStartWithoutADatabaseWaitForIt() throws Exception {
    try (Cluster cluster = new Cluster(directory, 3, 8, LEASE)) {
      Figures figures = new Figures("D2");
      cluster.database.stop();
      cluster.nodes().forEach(ServiceProcess::launch);
      for (ServiceProcess node : cluster.nodes()) {
        Cluster.await(BACK.multipliedBy(2), () -> health(node).equals("error"));
        figures.expect("health " + health(node), health(node).equals("error"));
        long begin = System.nanoTime();
        Told told = Load.send(node.api(), -1, Load.body(-1, 0), Map.of());
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        figures
            .expect("told " + told, "STORE_UNAVAILABLE".equals(told.code()) && told.http() == 503)
            .expect("told after " + took, took.compareTo(TOLD) <= 0);
      }
      Instant started = Instant.now();
      cluster.database.start();
      figures.expect("not active again", awaitActive(cluster));
      Duration until = Duration.between(started, Instant.now());
      cluster.load.start();
      Thread.sleep(2000);
      Figures settled = cluster.settle("D2");
      settled.wrong(figures.wrong());
      settled.faults(1, 1).put("active_after", until).conclude();
    }
  }

  /** D3: no task of a dead node is stranded when the database goes while another takes them over. */
  @Test
  void nothingIsStrandedWhenTheDatabaseIsRestartedDuringRecovery() throws Exception {
    int rounds = Scale.count(2, 30);
    int died = 0;
    Random random = new Random(Scale.seed());
    try (Cluster cluster = new Cluster(directory, 2, 4, LEASE).started()) {
      cluster.load.start();
      for (int round = 0; round < rounds; round++) {
        int victim = round % 2;
        cluster.droplet.behave(
            call -> call.attempt() == 1 ? new Answer(200, Duration.ofSeconds(4)) : Answer.ok());
        cluster.submit(victim, 40);
        cluster.kill(victim);
        died += cluster.node(victim).isAlive() ? 0 : 1;
        Thread.sleep(LEASE.minusMillis(300).plusMillis(random.nextInt(1200)));
        cluster.database.stop();
        cluster.database.start();
        cluster.faultFor(LEASE.multipliedBy(2));
        cluster.start(victim);
      }
      cluster.settle("D3").faults(rounds, died).conclude();
    }
  }

  private static boolean awaitActive(Cluster cluster) throws InterruptedException {
    return Cluster.await(
        BACK, () -> cluster.nodes().stream().allMatch(node -> health(node).equals("active")));
  }

  private static String health(ServiceProcess node) {
    try {
      JsonNode health = node.api().get("/health").json();
      return health.has("service") ? health.path("status").asText() : "starting";
    } catch (IOException notYet) {
      return "none";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
