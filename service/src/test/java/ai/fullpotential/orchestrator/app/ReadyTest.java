package ai.fullpotential.orchestrator.app;

import static ai.fullpotential.orchestrator.net.Turns.reset;
import static ai.fullpotential.orchestrator.net.Turns.status;
import static ai.fullpotential.orchestrator.net.Turns.when;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.store.PostgresServer;
import ai.fullpotential.orchestrator.time.Await;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a balancer may send tasks. A service that starts is asked in WebServerStartTest. */
@OnEveryStore
class ReadyTest {

  private static final String TASK = "{\"droplet_name\":\"worker\",\"path\":\"/work\"}";

  @TempDir Path directory;

  @Test
  void aServiceThatTakesTasksIsReady() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      Answer answer = service.get("/orchestrator/ready");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body().toString()).isEqualTo("{\"ready\":true}");
    }
  }

  @Test
  void oneThatDrainsIsNot() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(when(goOn, status(200, "1")))) {
      TestApplication service = TestApplication.start(directory);
      service.register("worker", droplet.url());
      CompletableFuture<Answer> running = service.taskInBackground(TASK);
      Await.until("the attempt", () -> sees(droplet, "/work"));
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(service.application()::close);
      Await.until("draining", () -> ready(service).status() == 503);
      lacks(ready(service), "OVERLOADED", "[\"service\"]");
      goOn.countDown();
      assertThat(running.get().status()).isEqualTo(200);
      stopped.get();
    }
  }

  private static boolean sees(ScriptedDroplet droplet, String path) {
    return droplet.requests().stream().anyMatch(request -> request.line().contains(path));
  }

  @Test
  void oneThatKnowsNoDropletAndReachesNoRegistryIsNot() throws Exception {
    ScriptedDroplet nobody = ScriptedDroplet.playing(reset());
    nobody.close();
    try (TestApplication service =
        TestApplication.start(directory, "REGISTRY_URL", nobody.url().toString())) {
      Await.until("the first failed sync", () -> ready(service).status() == 503);
      lacks(ready(service), "REGISTRY_ERROR", "[\"droplets\"]");
    }
  }

  @Test
  void oneWhoseDatabaseIsAwayIsNotAndThenIsAgain() throws Exception {
    PostgresServer database = PostgresServer.running();
    try (ScriptedDroplet registry = ScriptedDroplet.playing(status(200, "{\"droplets\":[]}"));
        TestApplication service =
            TestApplication.start(
                directory,
                "REGISTRY_URL",
                registry.url().toString(),
                "DATABASE_URL",
                database.newDatabase(),
                "LEASE_SECONDS",
                "3")) {
      Await.until("ready", () -> ready(service).status() == 200);
      database.stop();
      try {
        Await.until("both are told", () -> missing(ready(service)).contains("lease"));
        lacks(ready(service), "STORE_UNAVAILABLE", "[\"store\",\"lease\"]");
      } finally {
        database.start();
      }
      Await.until("ready again", () -> ready(service).status() == 200);
    }
  }

  private static void lacks(Answer answer, String code, String missing) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.whole().headers().firstValue("Retry-After")).contains("1");
    assertThat(answer.details().path("ready").asBoolean(true)).isFalse();
    assertThat(missing(answer)).isEqualTo(missing);
  }

  private static String missing(Answer answer) {
    return answer.details().path("missing").toString();
  }

  private static Answer ready(TestApplication service) {
    try {
      return service.get("/ready");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
