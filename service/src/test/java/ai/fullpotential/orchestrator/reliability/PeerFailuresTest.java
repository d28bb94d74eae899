package ai.fullpotential.orchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.app.TestApplication.Answer;
import ai.fullpotential.orchestrator.store.PostgresServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures that users of such services report, tried on each store over the API. */
class PeerFailuresTest {

  /** What differs from one run to the next. */
  private static final Set<String> OWN =
      Set.of(
          "id",
          "task_id",
          "timestamp",
          "created_at",
          "completed_at",
          "duration_ms",
          "attempts",
          "request_id",
          "status_url",
          "total_duration_ms",
          "target_url");

  @TempDir Path directory;

  /** A text that one store takes and the other refuses. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"droplet_name\":\"worker\",\"method\":\"POST\",\"path\":\"/x\",\"payload\":{\"s\":\"a\\u0000b\"}}",
        "{\"droplet_name\":\"worker\",\"method\":\"POST\",\"path\":\"/x\",\"payload\":\"\\ud800\"}",
        "{\"droplet_name\":\"worker\",\"method\":\"POST\",\"path\":\"/x\",\"payload\":{\"\\u0000\":1}}",
        "{\"droplet_name\":\"worker\",\"path\":\"/x\",\"meta\":{\"s\":\"\\u0000\\udfff\"}}",
        "{\"droplet_name\":\"worker\",\"path\":\"/x\",\"tags\":[\"a\\u0000b\"]}",
        "{\"droplet_name\":\"worker\",\"path\":\"/x\",\"tags\":[\"\\ud800\"]}",
        "{\"droplet_name\":\"wor\\u0000ker\",\"path\":\"/x\"}",
        "{\"droplet_name\":\"\\ud800\",\"path\":\"/x\"}",
        "{\"droplet_name\":\"worker\",\"path\":\"/x\",\"payload\":\"\\ud83d\\ude00 \\uffff\"}",
      })
  void everyStoreTakesOrRefusesTheSameTexts(String task) throws Exception {
    List<List<Object>> answers = new ArrayList<>();
    try (SeenDroplet droplet = new SeenDroplet(_ -> SeenDroplet.Answer.ok())) {
      for (String[] store : stores()) {
        answers.add(tried(droplet, store, task));
      }
    }
    assertThat(answers.get(1)).as("SQLite").isEqualTo(answers.get(0));
    assertThat(answers.get(2)).as("PostgreSQL").isEqualTo(answers.get(0));
    assertThat((Integer) answers.getFirst().getFirst()).isIn(200, 400);
  }

  private static String[][] stores() throws Exception {
    return new String[][] {
      {"TASK_STORE", "memory"},
      {"TASK_STORE", "auto"},
      {"DATABASE_URL", PostgresServer.running().newDatabase()},
    };
  }

  /** The answer, the record, the pages that name it: status and body of each. */
  private List<Object> tried(SeenDroplet droplet, String[] store, String task) throws Exception {
    List<Object> all = new ArrayList<>();
    try (TestApplication service =
        TestApplication.start(
            directory, store[0], store[1], "REGISTRY_URL", droplet.url().toString())) {
      Answer answer = service.post("/tasks", task);
      all.add(answer.status());
      all.add(common(answer.body()));
      String id = answer.text("task_id");
      if (answer.status() == 200) {
        all.add(common(service.get("/tasks/" + id).body()));
        all.add(service.get("/tasks?tag=a%00b").status());
        all.add(service.get("/tasks?q=%00").status());
        all.add(service.get("/tasks?droplet_name=%00").status());
      }
    }
    return all;
  }

  private static JsonNode common(JsonNode body) {
    if (body instanceof ObjectNode object) {
      object.remove(OWN);
    }
    if (body.path("error").path("details") instanceof ObjectNode details) {
      details.remove("available_droplets");
    }
    return body;
  }

  /** Tasks that are given up are there to be looked at. */
  @Test
  void aTaskWhoseAttemptsAreExhaustedIsKept() throws Exception {
    try (SeenDroplet droplet =
        new SeenDroplet(_ -> new SeenDroplet.Answer(503, java.time.Duration.ZERO))) {
      for (String[] store : stores()) {
        try (TestApplication service =
            TestApplication.start(
                directory, store[0], store[1], "REGISTRY_URL", droplet.url().toString())) {
          Answer answer = service.post("/tasks", "{\"droplet_name\":\"worker\",\"path\":\"/x\"}");
          assertThat(answer.code()).isEqualTo("DROPLET_UNREACHABLE");
          String id = answer.details().path("task_id").asText();
          JsonNode record = service.get("/tasks/" + id).body();
          assertThat(record.path("status").asText()).isEqualTo("error");
          assertThat(record.path("attempts")).hasSize(4);
        }
      }
    }
  }
}
