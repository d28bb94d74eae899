package ai.fullpotential.orchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.store.TestStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /policies}, and pausing droplets, over real sockets (contract B3). */
@OnEveryStore
class PoliciesTest {

  @TempDir private static Path directory;
  private static ScriptedDroplet worker;
  private static ScriptedDroplet failing;
  private static TestApplication service;

  @OnEveryStore.Before
  static void start() throws Exception {
    worker = ScriptedDroplet.playing(Turns.status(200, "\"done\""));
    failing = ScriptedDroplet.playing(Turns.status(500, ""));
    Path own = directory.resolve(TestStore.current().name());
    service = TestApplication.start(own, "DROPLET_PROBE_INTERVAL", "600");
    service.register("Worker", worker.url());
  }

  @OnEveryStore.After
  static void stop() {
    service.close();
    worker.close();
    failing.close();
  }

  @AfterEach
  void deleteAll() throws Exception {
    for (JsonNode policy : service.get("/policies").body().path("policies")) {
      String name = policy.path("droplet_name").asText().replace(" ", "%20");
      assertThat(service.send("DELETE", "/policies/" + name, "").status()).isEqualTo(200);
    }
  }

  private static Answer put(String name, String json) throws Exception {
    return service.send("PUT", "/policies/" + name, json.replace('\'', '"'));
  }

  private static Answer steer(String name, String what) throws Exception {
    return service.post("/droplets/" + name + "/" + what, "");
  }

  private static JsonNode read(String name) throws Exception {
    Answer answer = service.get("/policies/" + name);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body();
  }

  private static boolean isPaused(String name) throws Exception {
    return read(name).at("/effective/paused").asBoolean();
  }

  private static List<String> faults(Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
    return answer.details().path("errors").findValuesAsText("field");
  }

  @Test
  void aPolicyTellsAllThatWasSaidOfIt() throws Exception {
    String whole =
        "{'rate_per_second':2.5,'burst':7,'max_concurrency':4,'retry':{'max_retries':5,"
            + "'backoff':{'initial_seconds':0.25,'multiplier':1.5,'max_seconds':9},'jitter':12.5,"
            + "'retry_on':['500-599','429','timeout'],'respect_retry_after':false},"
            + "'attempt_timeout_seconds':1.5,'breaker':{'failure_percent':30,'minimum_calls':10,"
            + "'window_seconds':20,'open_seconds':0.5},'paused':false}";

    Answer answer = put("WORKER", whole);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("droplet_name")).isEqualTo("WORKER");
    assertThat(answer.body().path("known").asBoolean()).isTrue();
    assertThat(answer.body().path("stored").toString()).isEqualTo(whole.replace('\'', '"'));
    assertThat(answer.body().path("effective")).isEqualTo(answer.body().path("stored"));
    assertThat(read("worker")).isEqualTo(answer.body());
  }

  @Test
  void aSecondPutReplacesTheWhole() throws Exception {
    put("worker", "{'rate_per_second':5,'max_concurrency':2}");

    Answer answer = put("Worker", "{'max_concurrency':3}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("droplet_name")).isEqualTo("Worker");
    assertThat(answer.body().path("stored").toString()).isEqualTo("{\"max_concurrency\":3}");
    assertThat(service.get("/policies").body().path("total").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0.001,1", "0.5,1", "1,1", "2.1,3", "1000000,1000000"})
  void aBurstIsWhatTheRateAllowsInASecondUnlessTold(String rate, int burst) throws Exception {
    Answer answer = put("worker", "{'rate_per_second':" + rate + "}");

    assertThat(answer.body().at("/stored/burst").asInt()).isEqualTo(burst);
    assertThat(answer.body().at("/stored/rate_per_second").asText()).isEqualTo(rate);
  }

  @Test
  void whatIsLeftOutOfABreakerOrARetryIsAsUsual() throws Exception {
    JsonNode stored =
        put("worker", "{'breaker':{'open_seconds':3},'retry':{'max_retries':9}}")
            .body()
            .path("stored");

    assertThat(stored.path("breaker").toString())
        .isEqualTo(
            "{\"failure_percent\":50,\"minimum_calls\":20,\"window_seconds\":30,\"open_seconds\":3}");
    assertThat(stored.path("retry").toString())
        .isEqualTo(
            "{\"max_retries\":9,\"backoff\":{\"initial_seconds\":0.02,\"multiplier\":2,"
                + "\"max_seconds\":3600},\"jitter\":\"none\",\"retry_on\":[\"500-599\",\"timeout\","
                + "\"connect\"],\"respect_retry_after\":true}");
  }

  @Test
  void theDefaultSaysWhatADropletsOwnDoesNot() throws Exception {
    assertThat(put("*", "{'rate_per_second':10,'max_concurrency':8}").status()).isEqualTo(201);
    put("worker", "{'max_concurrency':2}");

    JsonNode worker = read("worker");
    assertThat(worker.at("/effective/rate_per_second").asInt()).isEqualTo(10);
    assertThat(worker.at("/effective/max_concurrency").asInt()).isEqualTo(2);
    JsonNode registry = read("registry");
    assertThat(registry.path("stored").isNull()).isTrue();
    assertThat(registry.at("/effective/max_concurrency").asInt()).isEqualTo(8);
    assertThat(read("%2A").path("known").asBoolean()).isTrue();
  }

  @Test
  void allAreListedByName() throws Exception {
    put("worker", "{}");
    put("Coming", "{'paused':true}");
    put("*", "{}");

    JsonNode listed = service.get("/policies").body();

    assertThat(listed.path("policies").findValuesAsText("droplet_name"))
        .containsExactly("*", "Coming", "worker");
    assertThat(listed.path("policies").findValuesAsText("known"))
        .containsExactly("true", "false", "true");
    assertThat(listed.path("total").asInt()).isEqualTo(3);
  }

  @Test
  void aNameMayBeAnythingButNotControlCharacters() throws Exception {
    assertThat(put("h%C3%B6lle%2F1%20x", "{}").text("droplet_name")).isEqualTo("hölle/1 x");
    assertThat(read("H%C3%96LLE%2F1%20X").path("droplet_name").asText()).isEqualTo("hölle/1 x");
    assertThat(service.send("DELETE", "/policies/h%C3%B6lle%2F1%20x", "").status()).isEqualTo(200);

    assertThat(faults(put("a%00b", "{'brust':1}")))
        .containsExactlyInAnyOrder("brust", "droplet_name");
    assertThat(faults(put("x".repeat(256), "{}"))).containsExactly("droplet_name");
    assertThat(service.send("DELETE", "/policies/a%00b", "").status()).isEqualTo(404);
    assertThat(service.get("/policies/a%00b").status()).isEqualTo(404);
    assertThat(steer("a%00b", "pause").status()).isEqualTo(404);
  }

  @Test
  void allFaultsAreToldAtOnceAndNothingIsStored() throws Exception {
    Answer answer =
        put(
            "worker",
            "{'rate_per_secnd':1,'burst':2,'max_concurrency':0,'attempt_timeout_seconds':0,"
                + "'retry':{'max_retries':-1,'backof':{}},'breaker':{'failure_percent':101,"
                + "'minimum':1,'window_seconds':0.5,'open_seconds':'x'},'paused':'yes'}");

    assertThat(faults(answer))
        .containsExactlyInAnyOrder(
            "rate_per_secnd",
            "burst",
            "max_concurrency",
            "attempt_timeout_seconds",
            "retry.max_retries",
            "retry.backof",
            "breaker.failure_percent",
            "breaker.minimum",
            "breaker.window_seconds",
            "breaker.open_seconds",
            "paused");
    assertThat(answer.body().toString()).contains("did you mean 'rate_per_second'?");
    assertThat(service.get("/policies").body().path("total").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{'rate_per_second':0}",
        "{'rate_per_second':1e3}",
        "{'rate_per_second':-1}",
        "{'rate_per_second':1,'burst':0}",
        "{'max_concurrency':1.5}",
        "{'breaker':5}",
        "{'retry':'often'}",
        "{'paused':1}",
        "{'paused':true,'paused':true}"
      })
  void whatIsNoPolicyIsRefused(String body) throws Exception {
    assertThat(put("worker", body).code()).isEqualTo("INVALID_REQUEST");
  }

  @Test
  void whatIsNullCountsAsAbsent() throws Exception {
    Answer answer =
        put(
            "worker",
            "{'rate_per_second':null,'burst':null,'retry':null,'breaker':null,'paused':null}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body().path("stored").toString()).isEqualTo("{}");
  }

  @Test
  void whatIsDeletedIsGone() throws Exception {
    put("worker", "{'paused':true}");

    Answer deleted = service.send("DELETE", "/policies/WORKER", "");

    assertThat(deleted.status()).isEqualTo(200);
    assertThat(isPaused("worker")).isFalse();
    assertThat(service.send("DELETE", "/policies/worker", "").code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void aPauseAndAResumeKeepTheRestAndMayComeTwice() throws Exception {
    put("worker", "{'max_concurrency':3}");

    for (int i = 0; i < 2; i++) {
      Answer paused = steer("WORKER", "pause");
      assertThat(paused.status()).isEqualTo(200);
      assertThat(paused.body().path("stored").toString())
          .isEqualTo("{\"max_concurrency\":3,\"paused\":true}");
    }
    for (int i = 0; i < 2; i++) {
      Answer resumed = steer("worker", "resume");
      assertThat(resumed.status()).isEqualTo(200);
      assertThat(resumed.body().path("stored").toString()).isEqualTo("{\"max_concurrency\":3}");
    }
  }

  @Test
  void aDropletWithoutAPolicyIsPausedUnderItsOwnName() throws Exception {
    Answer paused = steer("WORKER", "pause");

    assertThat(paused.status()).isEqualTo(200);
    assertThat(paused.text("droplet_name")).isEqualTo("Worker");
    assertThat(steer("registry", "resume").status()).isEqualTo(200);
    assertThat(service.get("/policies").body().path("total").asInt()).isEqualTo(1);
  }

  @Test
  void oneGoesOnWhileAllOthersArePaused() throws Exception {
    assertThat(steer("*", "pause").status()).isEqualTo(200);
    assertThat(isPaused("worker")).isTrue();

    Answer resumed = steer("worker", "resume");

    assertThat(resumed.body().path("stored").toString()).isEqualTo("{\"paused\":false}");
    assertThat(isPaused("worker")).isFalse();
    assertThat(isPaused("registry")).isTrue();
  }

  @Test
  void nobodyPausesWhatNobodyKnows() throws Exception {
    Answer answer = steer("nobody", "pause");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("NOT_FOUND");
    assertThat(answer.details().path("droplet_name").asText()).isEqualTo("nobody");
    assertThat(service.get("/policies/nobody").status()).isEqualTo(404);

    put("nobody", "{}");
    assertThat(steer("nobody", "pause").status()).isEqualTo(200);
  }

  @Test
  void aPolicyOutlivesTheProcessWhereAnythingDoes() throws Exception {
    put("worker", "{'max_concurrency':3}");
    service.close();
    service =
        TestApplication.start(
            directory.resolve(TestStore.current().name()), "DROPLET_PROBE_INTERVAL", "600");

    assertThat(service.get("/policies").body().path("total").asInt())
        .isEqualTo(TestStore.current() == TestStore.MEMORY ? 0 : 1);
  }

  @Test
  void eachChangeIsAnEventAndWhatChangesNothingIsNone() throws Exception {
    try (EventReader events =
        EventReader.open(service.port(), "?types=policy.changed,droplet.paused,droplet.resumed")) {
      assertThat(events.next().type()).isEqualTo("stream.open");
      put("worker", "{'max_concurrency':3}");
      put("worker", "{'max_concurrency':3}");
      steer("worker", "pause");
      steer("worker", "pause");
      steer("worker", "resume");
      steer("worker", "resume");
      steer("*", "pause");
      service.send("DELETE", "/policies/*", "");

      assertThat(events.until(event -> told(event).equals("droplet.resumed *")))
          .extracting(PoliciesTest::told)
          .containsExactly(
              "policy.changed Worker",
              "policy.changed Worker",
              "droplet.paused Worker",
              "policy.changed Worker",
              "droplet.resumed Worker",
              "policy.changed *",
              "droplet.paused *",
              "policy.changed *",
              "droplet.resumed *");
    }
  }

  @Test
  void aBreakerThatIsOpenIsListedAndToldUntilItsPolicyIsGone() throws Exception {
    service.register("Moody", failing.url());
    put("moody", "{'breaker':{'minimum_calls':2,'open_seconds':60}}");
    assertThat(service.get("/policies").body().path("breakers").isEmpty()).isTrue();
    for (int i = 0; i < 3; i++) {
      service.task("{\"droplet_name\":\"moody\",\"path\":\"/x\",\"max_retries\":0}");
    }

    assertThat(service.get("/policies").body().path("breakers").toString())
        .isEqualTo("[{\"droplet_name\":\"Moody\",\"state\":\"open\"}]");
    service.send("DELETE", "/policies/moody", "");
    assertThat(service.get("/policies").body().path("breakers").isEmpty()).isTrue();
  }

  private static String told(EventReader.Read event) {
    return event.type() + " " + event.text("droplet_name");
  }
}
