package ai.fullpotential.orchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.store.PostgresServer;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Policies of two nodes over one PostgreSQL (contract B3). */
@Timeout(60)
class ClusterPoliciesTest {

  /** Twice what is promised: the test shares its machine. */
  private static final Duration SOON = Duration.ofSeconds(2);

  @TempDir Path directory;

  @Test
  void whatIsSaidAtOneNodeHoldsAtTheOtherWithinASecond() throws Exception {
    String database = PostgresServer.running().newDatabase();
    try (TestApplication registry = TestApplication.start(directory.resolve("r"));
        TestApplication a = node("a", database, registry);
        TestApplication b = node("b", database, registry)) {
      a.send("PUT", "/policies/registry", "{\"max_concurrency\":3}");
      holdsSoon(b, "{\"max_concurrency\":3,\"paused\":false}");
      b.post("/droplets/registry/pause", "");
      holdsSoon(a, "{\"max_concurrency\":3,\"paused\":true}");
      a.send("DELETE", "/policies/registry", "");
      holdsSoon(b, "{\"paused\":false}");
    }
  }

  private static void holdsSoon(TestApplication node, String effective) throws Exception {
    SystemTime time = new SystemTime();
    long start = time.nanos();
    String holds = "";
    while (!holds.equals(effective) && time.since(start).compareTo(SOON) < 0) {
      holds = node.get("/policies/registry").body().path("effective").toString();
    }
    assertThat(holds).isEqualTo(effective);
  }

  private TestApplication node(String name, String database, TestApplication registry)
      throws Exception {
    return TestApplication.start(
        directory.resolve(name),
        "DATABASE_URL",
        database,
        "REGISTRY_URL",
        registry.application().registryUrl().toString());
  }
}
