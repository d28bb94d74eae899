package ai.fullpotential.orchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.store.PostgresServer;
import ai.fullpotential.orchestrator.time.Await;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A heartbeat that one node of two takes. */
class ClusterHeartbeatsTest {

  @TempDir Path directory;

  @Test
  void makesItsDropletReachableOnTheOtherUntilItIsMissed() throws Exception {
    String database = PostgresServer.running().newDatabase();
    try (RegistryBeside registry = new RegistryBeside(directory.resolve("registry"));
        TestApplication a = node("a", database, registry);
        TestApplication b = node("b", database, registry)) {
      a.register("mailer", new BaseUrl(false, "127.0.0.1", 1, ""));
      Await.until("a knows it", () -> a.lists("\"mailer\""));
      Await.until("b knows it", () -> b.lists("\"mailer\""));
      Await.until("b has probed it", () -> because(b).equals("probe"));
      assertThat(mailer(b).path("reachable").asBoolean(true)).isFalse();

      a.post("/heartbeat", "{\"service_name\":\"mailer\",\"metrics\":{\"q\":2}}");

      Await.until("b knows", () -> because(b).equals("heartbeat"));
      assertThat(mailer(b).path("reachable").asBoolean()).isTrue();
      assertThat(mailer(b).at("/last_heartbeat/metrics/q").asInt()).isEqualTo(2);
      assertThat(mailer(b).at("/last_heartbeat/node"))
          .isEqualTo(mailer(a).at("/last_heartbeat/node"));
      Await.until("b misses the next", () -> because(b).equals("silence"));
      assertThat(mailer(b).path("reachable").asBoolean(true)).isFalse();
    }
  }

  private static String because(TestApplication node) {
    return mailer(node).at("/reachability/because").asText();
  }

  private static JsonNode mailer(TestApplication node) {
    try {
      return node.get("/droplets/mailer").body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private TestApplication node(String name, String database, RegistryBeside registry)
      throws Exception {
    return TestApplication.start(
        directory.resolve(name),
        "DATABASE_URL",
        database,
        "REGISTRY_URL",
        registry.url(),
        "DROPLET_PROBE_INTERVAL",
        "600",
        "HEARTBEAT_TIMEOUT",
        "5");
  }
}
