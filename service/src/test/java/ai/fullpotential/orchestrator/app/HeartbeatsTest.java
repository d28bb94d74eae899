package ai.fullpotential.orchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication.Answer;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.time.Await;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heartbeats, and what is told of one droplet, in the whole service. */
@OnEveryStore
class HeartbeatsTest {

  private static final BaseUrl NOWHERE = new BaseUrl(false, "127.0.0.1", 1, "");

  @TempDir Path directory;

  private TestApplication service;

  @BeforeEach
  void start() throws Exception {
    service = TestApplication.start(directory, "DROPLET_PROBE_INTERVAL", "600");
    service.register("Mailer", NOWHERE);
    Await.until(
        "the first probe is over", () -> !reachability("mailer").path("last_probe").isNull());
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void aHeartbeatMakesADropletReachableAndIsShown() throws Exception {
    assertThat(reachability("mailer").path("because").asText()).isEqualTo("probe");

    Answer taken =
        service.post(
            "/orchestrator/heartbeat",
            "{\"service_name\":\"mAiLeR\",\"status\":\"busy\",\"metrics\":{\"q\":1.50},\"load\":3}");

    assertThat(taken.status()).isEqualTo(200);
    assertThat(taken.text("droplet_name")).isEqualTo("Mailer");
    double at = taken.body().path("received_at").asDouble();
    assertThat(taken.body().path("next_due_by").asDouble() - at).isBetween(89.9, 90.1);
    JsonNode droplet = service.get("/droplets/MAILER").body();
    assertThat(droplet.path("name").asText()).isEqualTo("Mailer");
    assertThat(droplet.path("reachable").asBoolean()).isTrue();
    assertThat(droplet.at("/reachability/because").asText()).isEqualTo("heartbeat");
    assertThat(droplet.at("/reachability/last_probe/answered").asBoolean(true)).isFalse();
    assertThat(droplet.at("/last_heartbeat/status").asText()).isEqualTo("busy");
    assertThat(droplet.at("/last_heartbeat/metrics").toString()).isEqualTo("{\"q\":1.50}");
    JsonNode listed = service.get("/droplets?refresh=false").body().path("droplets");
    assertThat(listed.findValuesAsText("last_heartbeat_at")).contains(at(droplet));
  }

  private static String at(JsonNode droplet) {
    return droplet.at("/last_heartbeat/at").asText();
  }

  @Test
  void aCallThatFailsAfterwardsMakesItUnreachableAgain() throws Exception {
    service.post("/heartbeat", "{\"service_name\":\"mailer\"}");
    service.task("{\"droplet_name\":\"mailer\",\"path\":\"/x\",\"max_retries\":1}");
    JsonNode droplet = service.get("/droplets/mailer").body();
    assertThat(droplet.path("reachable").asBoolean(true)).isFalse();
    assertThat(droplet.at("/reachability/because").asText()).isEqualTo("call");
    assertThat(droplet.at("/counters/tasks/error").asInt()).isEqualTo(1);
    assertThat(droplet.at("/counters/retry/total_retries").asInt()).isEqualTo(1);
  }

  @Test
  void aDropletIsFoundByItsIdToo() throws Exception {
    String id = service.get("/droplets/mailer").text("id");
    assertThat(service.get("/droplets/" + id).text("name")).isEqualTo("Mailer");
    assertThat(service.post("/heartbeat", "{\"droplet_id\":" + id + "}").text("droplet_name"))
        .isEqualTo("Mailer");
    assertThat(service.post("/heartbeat", "{\"droplet_id\":\"" + id + "\"}").status())
        .isEqualTo(200);
    for (String path : new String[] {id, "Mailer", "mailer"}) {
      assertThat(service.post("/droplets/" + path + "/heartbeat", "").text("droplet_name"))
          .isEqualTo("Mailer");
    }
    assertThat(
            service
                .post("/droplets/" + id + "/heartbeat", "{\"service_name\":\"mailer\"}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void whoIsNotKnownIsToldWhoIs() throws Exception {
    for (String body : List.of("{\"service_name\":\"nobody\"}", "{\"droplet_id\":4711}")) {
      Answer answer = service.post("/heartbeat", body);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("NOT_FOUND");
      assertThat(answer.details().path("available_droplets").toString()).contains("\"Mailer\"");
    }
    assertThat(service.post("/droplets/nobody/heartbeat", "{}").status()).isEqualTo(404);
    assertThat(service.get("/droplets/nobody").details().path("requested_droplet").asText())
        .isEqualTo("nobody");
  }

  @Test
  void allFaultsAreToldAtOnce() throws Exception {
    Map<String, List<String>> faulty =
        Map.of(
            "{}", List.of("droplet_id"),
            "[]", List.of("body"),
            "", List.of("body"),
            "{\"droplet_id\":[1],\"status\":7}", List.of("droplet_id", "status"),
            "{\"droplet_id\":true}", List.of("droplet_id"),
            "{\"service_name\":\"\"}", List.of("service_name"),
            "{\"service_name\":1,\"metrics\":[]}", List.of("service_name", "metrics"),
            "{\"droplet_id\":1,\"service_name\":\"mailer\"}", List.of("service_name"));
    for (Map.Entry<String, List<String>> one : faulty.entrySet()) {
      Answer answer = service.post("/heartbeat", one.getKey());
      assertThat(answer.status()).as(one.getKey()).isEqualTo(400);
      assertThat(answer.details().path("errors").findValuesAsText("field"))
          .as(one.getKey())
          .containsExactlyInAnyOrderElementsOf(one.getValue());
    }
    assertThat(service.post("/droplets/mailer/heartbeat", "{\"status\":1}").status())
        .isEqualTo(400);
    assertThat(reachability("mailer").path("because").asText()).isEqualTo("probe");
  }

  @Test
  void metricsAreBounded() throws Exception {
    String fits = "{\"x\":\"" + "y".repeat(16 * 1024 - 8) + "\"}";
    assertThat(beat(fits).status()).isEqualTo(200);
    assertThat(beat(fits.replace("\"x\"", "\"xx\"")).status()).isEqualTo(400);
  }

  private Answer beat(String metrics) throws Exception {
    return service.post("/heartbeat", "{\"service_name\":\"mailer\",\"metrics\":" + metrics + "}");
  }

  private JsonNode reachability(String name) {
    try {
      return service.get("/droplets/" + name).body().path("reachability");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
