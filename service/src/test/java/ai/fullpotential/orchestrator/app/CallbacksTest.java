package ai.fullpotential.orchestrator.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication.Answer;
import ai.fullpotential.orchestrator.net.ForbiddenListener;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Seen;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.store.TestStore;
import ai.fullpotential.orchestrator.time.Await;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callbacks to URLs, and the signatures of all callbacks (contract B5). */
@OnEveryStore
class CallbacksTest {

  private static final String NEW =
      Base64.getEncoder().encodeToString("n".repeat(24).getBytes(UTF_8));
  private static final String OLD =
      Base64.getEncoder().encodeToString("o".repeat(64).getBytes(UTF_8));
  private static final String BOTH = "whsec_" + NEW + ",whsec_" + OLD;

  @TempDir Path directory;

  private final ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.status(200, "1"));

  @AfterEach
  void close() {
    droplet.close();
  }

  private TestApplication start(ScriptedDroplet listener, String... more) throws Exception {
    String[] all = new String[more.length + 8];
    List<String> usual =
        List.of(
            "CALLBACK_URLS",
            listener.url() + "/hooks,http://127.0.0.2:" + listener.port(),
            "CALLBACK_SECRET",
            BOTH,
            "DROPLET_PROBE_INTERVAL",
            "600",
            "DENY_TARGETS",
            "127.0.0.2");
    usual.toArray(all);
    System.arraycopy(more, 0, all, usual.size(), more.length);
    TestApplication service = TestApplication.start(directory, all);
    if (!service.knows("worker")) {
      service.register("worker", droplet.url());
    }
    return service;
  }

  private static String task(String callback) {
    return "{\"droplet_name\":\"worker\",\"path\":\"/w\",\"callback\":" + callback + "}";
  }

  private static Seen told(ScriptedDroplet listener, int calls) {
    Await.until("the listener is told", () -> posts(listener).size() >= calls);
    return posts(listener).get(calls - 1);
  }

  /** Without what asks for its health. */
  private static List<Seen> posts(ScriptedDroplet listener) {
    return listener.requests().stream().filter(seen -> seen.line().startsWith("POST")).toList();
  }

  private static JsonNode record(TestApplication service, String id) throws Exception {
    return service.get("/tasks/" + id + "?wait=10").body();
  }

  private static void assertSigned(Seen seen, String id) throws Exception {
    assertThat(seen.header("webhook-id")).containsExactly(id);
    String timestamp = seen.header("webhook-timestamp").getFirst();
    assertThat(Long.parseLong(timestamp)).isGreaterThan(1_700_000_000L);
    assertThat(seen.header("webhook-signature"))
        .containsExactly(
            signature(NEW, id, timestamp, seen) + " " + signature(OLD, id, timestamp, seen));
  }

  private static String signature(String secret, String id, String timestamp, Seen seen)
      throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"));
    mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(seen.body().getBytes(UTF_8)));
  }

  private static void assertUnsigned(Seen seen) {
    assertThat(seen.head()).doesNotContainIgnoringCase("webhook");
  }

  @Test
  void aUrlIsToldUnderOneIdOverAllAttemptsAndEachIsSigned() throws Exception {
    try (ScriptedDroplet listener =
            ScriptedDroplet.playing(
                Turns.status(500, "1"), Turns.hangUp(), Turns.status(200, "1"));
        TestApplication service = start(listener)) {
      Answer answer = service.task(task("{\"url\":\"" + listener.url() + "/hooks/a?b=c\"}"));
      assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
      Seen last = told(listener, 3);
      String own = last.header("X-Task-ID").getFirst();
      for (Seen seen : posts(listener)) {
        assertThat(seen.line()).isEqualTo("POST /hooks/a?b=c HTTP/1.1");
        assertThat(seen.header("Host")).containsExactly("127.0.0.1:" + listener.port());
        assertSigned(seen, own);
      }
      assertThat(last.body()).contains("\"type\":\"task.success\"");
      assertThat(droplet.requests()).allSatisfy(CallbacksTest::assertUnsigned);

      JsonNode callback = record(service, own);
      assertThat(callback.path("status").asText()).isEqualTo("success");
      assertThat(callback.path("droplet_name").asText()).isEqualTo(listener.url().toString());
      assertThat(callback.path("target_url").asText()).isEqualTo(listener.url() + "/hooks/a?b=c");
      assertThat(callback.at("/origin/kind").asText()).isEqualTo("callback");
      assertThat(record(service, answer.text("task_id")).path("callback").path("url").asText())
          .isEqualTo(listener.url() + "/hooks/a?b=c");
    }
  }

  @Test
  void aCallbackToADropletIsSignedAndSoIsItsReplay() throws Exception {
    try (ScriptedDroplet listener = ScriptedDroplet.playing(Turns.status(200, "1"));
        TestApplication service = start(listener)) {
      service.register("listener", listener.url());
      service.task(task("{\"droplet_name\":\"listener\",\"path\":\"/told\"}"));
      Seen seen = told(listener, 1);
      String own = seen.header("X-Task-ID").getFirst();
      assertSigned(seen, own);
      assertThat(record(service, own).path("status").asText()).isEqualTo("success");

      assertThat(service.post("/tasks/" + own + "/replay", "").status()).isEqualTo(202);
      Seen again = told(listener, 2);
      assertThat(again.body()).isEqualTo(seen.body());
      assertThat(again.header("X-Task-ID")).doesNotContain(own);
      assertSigned(again, again.header("X-Task-ID").getFirst());
    }
  }

  @Test
  void aCallbackToAUrlCanBeReplayed() throws Exception {
    try (ScriptedDroplet listener =
            ScriptedDroplet.playing(Turns.status(410, "1"), Turns.status(200, "1"));
        TestApplication service = start(listener)) {
      service.task(task("{\"url\":\"" + listener.url() + "/hooks\",\"events\":[\"success\"]}"));
      String own = told(listener, 1).header("X-Task-ID").getFirst();
      assertThat(record(service, own).path("status").asText()).isEqualTo("error");
      assertThat(service.post("/tasks/" + own + "/replay", "").status()).isEqualTo(202);
      assertSigned(told(listener, 2), told(listener, 2).header("X-Task-ID").getFirst());
    }
  }

  @Test
  void onlyWhatTheSettingNamesMayBeToldAndNobodyCanCallItOtherwise() throws Exception {
    try (ScriptedDroplet listener = ScriptedDroplet.playing(Turns.status(200, "1"));
        TestApplication service = start(listener)) {
      for (String url :
          Set.of(
              "https://evil.example/",
              listener.url() + "/other",
              listener.url() + "/hooks/../other",
              listener.url() + "/hooks/%2e%2e/other",
              listener.url().toString().replace("http:", "https:") + "/hooks",
              "http://127.0.0.1:" + listener.port() + "@evil.example/hooks",
              "file:///etc/passwd",
              "/hooks",
              listener.url() + "/hooks#x")) {
        Answer answer = service.task(task("{\"url\":\"" + url + "\"}"));
        assertThat(answer.status()).as(url).isEqualTo(400);
        assertThat(answer.details().toString()).contains("callback.url");
      }
      assertThat(service.task(task("{\"url\":\"https://evil.example/\"}")).details().toString())
          .contains("CALLBACK_URLS");
      service.register("listener", listener.url());
      String both = "{\"url\":\"" + listener.url() + "/hooks\",\"droplet_name\":\"listener\"}";
      assertThat(service.task(task(both)).details().toString()).contains("callback.droplet_name");
      String direct = "{\"droplet_name\":\"" + listener.url() + "\",\"path\":\"/hooks\"}";
      assertThat(service.task(direct).code()).isEqualTo("DROPLET_NOT_FOUND");
      assertThat(service.task(task(direct)).code()).isEqualTo("DROPLET_NOT_FOUND");
      assertThat(posts(listener)).isEmpty();
      assertThat(posts(droplet)).isEmpty();
      assertThat(droplet.requests()).noneMatch(seen -> seen.line().contains("/w "));
    }
  }

  @Test
  void theAddressOfAUrlIsHeldToTheSameRules() throws Exception {
    try (ScriptedDroplet listener = ScriptedDroplet.playing(Turns.status(200, "1"));
        ForbiddenListener beside =
            new ForbiddenListener(InetAddress.ofLiteral("127.0.0.2"), listener.port());
        TestApplication service = start(listener)) {
      String origin = "http://127.0.0.2:" + listener.port();
      service.task(task("{\"url\":\"" + origin + "/\"}"));
      Await.until("it has failed", () -> errors(service, origin).size() == 1);
      assertThat(errors(service, origin))
          .first()
          .asString()
          .contains("DENY_TARGETS has 127.0.0.2/32");
      beside.assertNobodyCame();
    }
  }

  /** One that was taken in while the setting allowed it. */
  @Test
  void aUrlThatIsNotAllowedAnyMoreIsNotCalled() throws Exception {
    try (ScriptedDroplet listener = ScriptedDroplet.playing(Turns.status(410, "1"))) {
      String own;
      try (TestApplication service = start(listener)) {
        service.task(task("{\"url\":\"" + listener.url() + "/hooks\"}"));
        own = told(listener, 1).header("X-Task-ID").getFirst();
        assertThat(record(service, own).path("status").asText()).isEqualTo("error");
      }
      if (TestStore.current() == TestStore.MEMORY) {
        return; // it has forgotten all of it
      }
      try (TestApplication service = start(listener, "CALLBACK_URLS", "https://other.example")) {
        Answer replay = service.post("/tasks/" + own + "/replay", "");
        JsonNode ended = record(service, replay.text("task_id"));
        assertThat(ended.path("error_message").asText())
            .isEqualTo("CALLBACK_URLS does not have " + listener.url() + "/hooks");
        assertThat(ended.at("/attempts/0/outcome").asText()).isEqualTo("refused");
        assertThat(posts(listener)).hasSize(1);
      }
    }
  }

  private static Set<String> errors(TestApplication service, String droplet) {
    try {
      JsonNode tasks =
          service.get("/tasks?status=error&droplet_name=" + droplet).body().path("tasks");
      return tasks
          .valueStream()
          .map(t -> t.path("error_message").asText())
          .collect(Collectors.toSet());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
