package ai.fullpotential.orchestrator.app;

import static ai.fullpotential.orchestrator.net.Turns.reset;
import static ai.fullpotential.orchestrator.net.Turns.silence;
import static ai.fullpotential.orchestrator.net.Turns.status;
import static ai.fullpotential.orchestrator.net.Turns.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.fullpotential.orchestrator.app.TestApplication.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.time.Await;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service over real sockets: Registry, droplets, callers. */
@OnEveryStore
class ApplicationTest {

  private static final String TASK =
      "{\"droplet_name\":\"Worker\",\"method\":\"POST\",\"path\":\"/work?x=1\",\"payload\":{\"n\":1.50}}";

  @TempDir Path directory;

  @Test
  void routesATaskAsSoonAsItsDropletIsRegistered() throws Exception {
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(status(200, "{\"did\":\"it\"}"));
        TestApplication service =
            TestApplication.start(directory, "DROPLET_PROBE_INTERVAL", "600")) {
      service.register("worker", droplet.url("/base"));
      Answer answer = service.post("/orchestrator/tasks", TASK);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text("status")).isEqualTo("success");
      assertThat(answer.text("target_url")).isEqualTo(droplet.url() + "/base/work?x=1");
      assertThat(answer.body().path("response_body").toString()).isEqualTo("{\"did\":\"it\"}");

      ScriptedDroplet.Seen seen = work(droplet);
      assertThat(seen.line()).isEqualTo("POST /base/work?x=1 HTTP/1.1");
      assertThat(seen.body()).isEqualTo("{\"n\":1.50}");
      assertThat(seen.header("X-Task-ID")).containsExactly(answer.text("task_id"));
      assertThat(seen.header("X-Attempt")).containsExactly("1");

      JsonNode record = service.get("/tasks/" + answer.text("task_id")).body();
      assertThat(record.path("droplet_name").asText()).isEqualTo("worker");
      assertThat(record.path("attempts").get(0).path("registry_state").asText()).isEqualTo("fresh");
    }
  }

  private static ScriptedDroplet.Seen work(ScriptedDroplet droplet) {
    return droplet.requests().stream()
        .filter(request -> request.line().startsWith("POST"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRetryFollowsADropletThatMoved() throws Exception {
    CountDownLatch moved = new CountDownLatch(1);
    try (ScriptedDroplet before = ScriptedDroplet.playing(when(moved, reset()));
        ScriptedDroplet after = ScriptedDroplet.playing(status(200, "\"here now\""));
        TestApplication service = TestApplication.start(directory)) {
      service.register("worker", before.url());
      String id = registryId(service, "worker");
      CompletableFuture<Answer> answer = service.taskInBackground(TASK);
      Await.until(
          "the first attempt, and not a probe",
          () -> before.requests().stream().anyMatch(seen -> seen.line().startsWith("POST")));
      assertThat(
              service
                  .toRegistry("PATCH", "/droplets/" + id, "{\"endpoint\":\"" + after.url() + "\"}")
                  .status())
          .isEqualTo(200);
      Await.until("the move is known", () -> service.lists(after.url().toString()));
      moved.countDown();
      assertThat(answer.get().text("response_body")).isEqualTo("here now");
      JsonNode attempts =
          service.get("/tasks/" + answer.get().text("task_id")).body().path("attempts");
      assertThat(attempts.findValuesAsText("target_url"))
          .containsExactly(before.url() + "/work?x=1", after.url() + "/work?x=1");
    }
  }

  private static String registryId(TestApplication service, String name) throws Exception {
    return service
        .toRegistry("GET", "/droplets/name/" + name, "")
        .body()
        .path("droplet")
        .path("id")
        .asText();
  }

  @Test
  void everyAttemptFailingIsToldWithItsRecord() throws Exception {
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(status(500, "{\"sorry\":1}"));
        TestApplication service = TestApplication.start(directory, "TASK_MAX_RETRIES", "2")) {
      service.register("worker", droplet.url());
      Answer answer = service.task(TASK);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("DROPLET_UNREACHABLE");
      assertThat(answer.details().path("retry_count").asInt()).isEqualTo(2);
      assertThat(answer.details().path("response_status").asInt()).isEqualTo(500);
      assertThat(droplet.requests().stream().filter(r -> r.line().startsWith("POST")).count())
          .isEqualTo(3);
      JsonNode metrics = service.get("/metrics").body();
      assertThat(metrics.path("tasks").path("error").asInt()).isEqualTo(1);
      assertThat(metrics.path("retry").path("total_retries").asInt()).isEqualTo(2);
      assertThat(metrics.path("retry").path("retry_final_fail_count").asInt()).isEqualTo(1);
      assertThat(
              service.get("/tasks?status=error&droplet_name=WORKER").body().path("total").asInt())
          .isEqualTo(1);
    }
  }

  @Test
  void anUnknownDropletIsToldWithThoseThatAreKnown() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      Answer answer = service.task("{\"droplet_name\":\"nobody\",\"path\":\"/\"}");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("DROPLET_NOT_FOUND");
      assertThat(answer.details().path("available_droplets").toString()).contains("registry");
      assertThat(answer.details().path("cache_status").asText()).isEqualTo("active");
    }
  }

  @Test
  void goesOnRoutingWhileTheRegistryIsDownAndAfterARestartWithoutIt() throws Exception {
    ScriptedDroplet registry = ScriptedDroplet.playing(status(200, "[]"));
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(status(200, "1"))) {
      String list =
          "{\"droplets\":[{\"id\":7,\"name\":\"worker\",\"url\":\"" + droplet.url() + "\"}]}";
      registry.replay(status(200, list));
      String url = registry.url().toString();
      try (TestApplication service =
          TestApplication.start(directory, "REGISTRY_URL", url, "REGISTRY_SYNC_INTERVAL", "600")) {
        Await.until("the first sync", () -> !isNull(service, "/info", "last_registry_sync"));
        registry.close();
        assertThat(service.task(TASK).status()).isEqualTo(200);
        // A first answer may still share the sync that saw the Registry alive.
        Await.until("the cache", () -> is(service, "/droplets", "served_from", "cache"));
        assertThat(service.get("/droplets").text("cache_status")).isEqualTo("stale");
        assertThat(service.get("/health").text("status")).isEqualTo("active");
      }
      try (TestApplication service = TestApplication.start(directory, "REGISTRY_URL", url)) {
        Answer answer = service.task(TASK);
        assertThat(answer.status()).isEqualTo(200);
        JsonNode attempt =
            service.get("/tasks/" + answer.text("task_id")).body().path("attempts").get(0);
        assertThat(attempt.path("registry_state").asText()).isEqualTo("disk");
        assertThat(service.get("/info").body().path("last_registry_sync").isNull()).isTrue();
        assertThat(service.get("/info").text("cache_status")).isEqualTo("stale");
      }
    }
  }

  private static boolean isNull(TestApplication service, String path, String field) {
    try {
      return service.get(path).body().path(field).isNull();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void withoutAnyListHealthSaysErrorAndDropletsRegistryError() throws Exception {
    ScriptedDroplet nobody = ScriptedDroplet.playing(reset());
    nobody.close();
    try (TestApplication service =
        TestApplication.start(directory, "REGISTRY_URL", nobody.url().toString())) {
      Await.until("the first failed sync", () -> is(service, "/health", "status", "error"));
      Answer unknown = service.task(TASK);
      assertThat(unknown.code()).isEqualTo("DROPLET_NOT_FOUND");
      assertThat(unknown.body().path("error").path("message").asText())
          .contains("the Registry cannot be reached");
      Answer droplets = service.get("/droplets");
      assertThat(droplets.status()).isEqualTo(503);
      assertThat(droplets.code()).isEqualTo("REGISTRY_ERROR");
      assertThat(service.get("/info").text("cache_status")).isEqualTo("unavailable");
      assertThat(service.get("/info").body().path("cache_age_seconds").isNull()).isTrue();
      assertThat(service.get("/dependencies").body().path("missing").toString())
          .isEqualTo("[\"registry\"]");
    }
  }

  private static boolean is(TestApplication service, String path, String field, String value) {
    try {
      return service.get(path).text(field).equals(value);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void drainingEndsWhatRunsAndTakesNothingNew() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(when(goOn, status(200, "\"done\"")))) {
      TestApplication service = TestApplication.start(directory);
      service.register("worker", droplet.url());
      CompletableFuture<Answer> running = service.taskInBackground(TASK);
      Await.until("the attempt", () -> seesPost(droplet));
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(service.application()::close);
      Await.until("draining", () -> is(service, "/health", "status", "inactive"));
      Answer refused = service.task(TASK);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.code()).isEqualTo("OVERLOADED");
      assertThat(refused.whole().headers().firstValue("Retry-After")).isPresent();
      goOn.countDown();
      assertThat(running.get().text("response_body")).isEqualTo("done");
      stopped.get();
    }
  }

  private static boolean seesPost(ScriptedDroplet droplet) {
    return droplet.requests().stream().anyMatch(r -> r.line().startsWith("POST"));
  }

  @Test
  void whatOutlivesTheGraceIsCutAndToldSo() throws Exception {
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(silence())) {
      TestApplication service = TestApplication.start(directory, "SHUTDOWN_GRACE", "0.05");
      service.register("worker", droplet.url());
      CompletableFuture<Answer> running = service.taskInBackground(TASK);
      Await.until("the attempt", () -> seesPost(droplet));
      service.application().close();
      assertThat(running.get().status()).isEqualTo(503);
      assertThat(running.get().code()).isEqualTo("OVERLOADED");
      assertThat(running.get().details().path("task_id").asText()).isNotEmpty();
    }
  }

  @Test
  void aTakenPortIsOneClearLine() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      assertThatThrownBy(
              () ->
                  TestApplication.start(
                      directory.resolve("other"), "PORT", Integer.toString(service.port())))
          .isInstanceOf(CannotStart.class)
          .hasMessage(
              "cannot listen on port "
                  + service.port()
                  + ", which is in use or not allowed; set PORT to another");
    }
  }

  @Test
  void anAddressThatIsNotOursNamesTheHost() {
    assertThatThrownBy(() -> TestApplication.start(directory, "HOST", "192.0.2.1"))
        .isInstanceOf(CannotStart.class)
        .hasMessage(
            "cannot listen on 192.0.2.1, which is no address of this machine; set HOST to one, or to"
                + " 0.0.0.0 for all");
  }

  @Test
  void stoppingTwiceIsStoppingOnce() throws Exception {
    TestApplication service = TestApplication.start(directory);
    service.close();
    service.application().close();
    assertThat(service.application().port()).isPositive();
  }

  @Test
  void deliversAMessageThroughTheSameRetries() throws Exception {
    try (ScriptedDroplet droplet =
            ScriptedDroplet.playing(status(200, "1"), reset(), status(200, "{\"received\":true}"));
        TestApplication service = TestApplication.start(directory)) {
      service.register("worker", droplet.url());
      Await.until("the probe", () -> droplet.calls() == 1);
      Answer answer =
          service.post(
              "/send",
              "{\"target\":\"worker\",\"message_type\":\"event\",\"payload\":[1],\"priority\":\"high\"}");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body().path("sent").asBoolean()).isTrue();
      ScriptedDroplet.Seen seen = droplet.requests().getLast();
      assertThat(seen.line()).isEqualTo("POST /message HTTP/1.1");
      assertThat(seen.header("X-Attempt")).containsExactly("2");
      assertThat(seen.body())
          .startsWith(
              "{\"trace_id\":\""
                  + answer.text("trace_id")
                  + "\",\"source\":2,\"target\":\"worker\"");
    }
  }

  @Test
  void receivesAMessage() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      Answer answer =
          service.post(
              "/message",
              "{\"trace_id\":\"t-1\",\"source\":3,\"target\":\"orchestrator\",\"message_type\":\"query\",\"x\":1}");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body().path("received").asBoolean()).isTrue();
      assertThat(answer.text("trace_id")).isEqualTo("t-1");
      assertThat(answer.text("result")).isEqualTo("success");
      assertThat(service.post("/message", "{\"message_type\":\"shout\"}").status()).isEqualTo(400);
      String tooMuch = "x".repeat(300);
      Answer tooLong =
          service.post(
              "/message", "{\"trace_id\":\"" + tooMuch + "\",\"source\":\"" + tooMuch + "\"}");
      assertThat(tooLong.details().path("errors").findValuesAsText("field"))
          .containsExactlyInAnyOrder("trace_id", "source");
      assertThat(service.get("/message").status()).isEqualTo(200);
      assertThat(service.get("/orchestrator/send").status()).isEqualTo(200);
    }
  }

  @Test
  void tellsItsStateAndCapabilities() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      JsonNode state = service.get("/state").body();
      assertThat(state.path("state").asText()).isEqualTo("active");
      assertThat(state.path("memory_mb").asDouble()).isPositive();
      assertThat(state.path("last_restart").asText()).endsWith("Z");
      JsonNode capabilities = service.get("/orchestrator/capabilities").body();
      assertThat(capabilities.path("udc_version").asText()).isEqualTo("1.0");
      assertThat(capabilities.path("features").toString())
          .contains("task_routing", "cache_fallback");
      assertThat(service.get("/").whole().headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/html");
    }
  }

  @Test
  void aDataDirectoryThatCannotBeMadeIsToldWithWhatToSet() {
    assertThatThrownBy(
            () -> TestApplication.start(directory, "TASK_STORE", "auto", "DATA_DIR", "/proc/none"))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("/proc/none")
        .hasMessageContaining("set DATA_DIR to");
  }
}
