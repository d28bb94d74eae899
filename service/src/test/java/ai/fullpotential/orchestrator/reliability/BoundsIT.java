package ai.fullpotential.orchestrator.reliability;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** I7, as the droplet sees it: never more calls at once than its policy allows, whatever happens. */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class BoundsIT {

  private static final int MOST = 5;
  private static final int BURST = 1000;
  private static final String POLICY = "{\"max_concurrency\":" + MOST + "}";

  /** So that takeovers come within a short run. */
  private static final Duration LEASE = Duration.ofSeconds(Scale.isFull() ? 2 : 4);

  @TempDir Path directory;

  private static void bound(Api api) throws Exception {
    Api.Reply reply = api.put("/policies/" + SeenDroplet.NAME, POLICY);
    if (reply.status() != 201) {
      throw new AssertionError("no policy: " + reply);
    }
  }

  private static long burst(Api api) throws Exception {
    return api.batch(IntStream.range(0, BURST).mapToObj(n -> Load.body(1_000_000L + n, 0)));
  }

  private static Figures held(Figures figures, SeenDroplet droplet, long accepted) {
    return figures
        .put("bound", MOST)
        .put("most_at_once", droplet.mostInFlight())
        .put("burst", accepted)
        .expect("too many calls at once", droplet.mostInFlight() <= MOST)
        .expect("the bound was never reached", droplet.mostInFlight() == MOST)
        .expect("the burst was not accepted", accepted == BURST);
  }

  @Test
  void oneNodeHoldsItUnderKillsRestartsAndABurst() throws Exception {
    int cycles = Scale.count(3, 50);
    Random random = new Random(Scale.seed());
    try (Scene scene = new Scene(directory, Scale.seed(), 12, Map.of())) {
      scene.start();
      bound(scene.service.api());
      scene.load.start();
      long accepted = burst(scene.service.api());
      for (int cycle = 0; cycle < cycles; cycle++) {
        Thread.sleep(500 + random.nextInt(1500));
        scene.kill();
        scene.start();
      }
      held(scene.settle("I7-one-node"), scene.droplet, accepted)
          .put("kills", cycles)
          .faults(cycles, scene.faults())
          .conclude();
    }
  }

  @Test
  void threeNodesHoldItTogetherUnderKillsRestartsAndABurst() throws Exception {
    int rounds = Scale.count(1, 20);
    int kills = 0;
    Random random = new Random(Scale.seed());
    try (Cluster cluster = new Cluster(directory, 3, 12, LEASE).started()) {
      bound(cluster.node(0).api());
      Thread.sleep(1000); // it holds on every node within a second
      cluster.load.start();
      long accepted = burst(cluster.node(1).api());
      for (int round = 0; round < 3 * rounds; round++) {
        int node = round % 3;
        Thread.sleep(500 + random.nextInt(1500));
        if (round % 2 == 0) {
          cluster.kill(node);
          kills++;
          Thread.sleep(random.nextInt((int) (2 * LEASE.toMillis())));
        } else {
          cluster.leaveOut(node);
          cluster.node(node).terminate(Duration.ofSeconds(10));
        }
        cluster.start(node);
      }
      Figures figures = cluster.settle("I7-three-nodes");
      held(figures, cluster.droplet, accepted)
          .put("by_node", cluster.counted("success"))
          .put("kills", kills)
          .conclude();
    }
  }
}
