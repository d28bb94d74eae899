package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.time.Await;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GET /tasks and GET /tasks/{task_id} (contract A1). */
@OnEveryStore
class TaskReadingTest {

  private static TestService service;
  private static ScriptedDroplet good;
  private static ScriptedDroplet bad;
  private static ScriptedDroplet dead;
  private static final List<String> IDS = new ArrayList<>();

  /** A task each, the oldest first: good, bad, dead, good. */
  @OnEveryStore.Before
  static void submit() {
    service = TestService.start();
    good = ScriptedDroplet.playing(Turns.status(200, "{\"a\":1}"));
    bad = ScriptedDroplet.playing(Turns.status(404, ""));
    dead = ScriptedDroplet.playing(Turns.hangUp());
    IDS.clear();
    service.knows(Map.of("Good", good.url(), "bad", bad.url(), "dead", dead.url()));
    for (String name : List.of("good", "bad", "dead", "GOOD")) {
      Answer answer =
          service.post(
              "/tasks",
              "{\"droplet_name\":\""
                  + name
                  + "\",\"path\":\"/x\",\"method\":\"PUT\",\"payload\":[1.50],\"meta\":{\"k\":-0}}",
              "X-Request-ID: request-" + IDS.size());
      JsonNode body = Envelope.json(answer.body());
      IDS.add(
          answer.status() == 200
              ? body.get("task_id").asText()
              : body.get("error").get("details").get("task_id").asText());
    }
  }

  @OnEveryStore.After
  static void close() {
    service.close();
    good.close();
    bad.close();
    dead.close();
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static JsonNode list(String query) {
    Answer answer = service.get("/tasks" + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return Envelope.json(answer.body());
  }

  private static List<Integer> found(String query) {
    List<Integer> found = new ArrayList<>();
    list(query).get("tasks").forEach(task -> found.add(IDS.indexOf(task.get("id").asText())));
    return found;
  }

  @Test
  void aListHasJustTheseMembersInThisOrder() {
    JsonNode page = list("");
    assertThat(names(page))
        .containsExactly("tasks", "total", "limit", "total_is_exact", "next_cursor");
    assertThat(page.get("limit").asInt()).isEqualTo(100);
    assertThat(page.get("total").asInt()).isEqualTo(4);
    for (JsonNode task : page.get("tasks")) {
      assertThat(names(task))
          .containsExactly(
              "id",
              "droplet_name",
              "status",
              "response_status",
              "retry_count",
              "created_at",
              "completed_at",
              "duration_ms",
              "method",
              "target_url",
              "error_message");
      double created = task.get("created_at").asDouble();
      double completed = task.get("completed_at").asDouble();
      assertThat(created).isGreaterThan(1.7e9);
      assertThat(completed - created)
          .isCloseTo(
              task.get("duration_ms").asLong() / 1000.0,
              org.assertj.core.data.Offset.offset(0.002));
    }
    assertThat(service.get("/tasks").body()).doesNotContain("E9");
  }

  static Stream<Arguments> queries() {
    return Stream.of(
        Arguments.of("", List.of(3, 2, 1, 0)),
        Arguments.of("?", List.of(3, 2, 1, 0)),
        Arguments.of("?status=&droplet_name=&limit=", List.of(3, 2, 1, 0)),
        Arguments.of("?limit=1", List.of(3)),
        Arguments.of("?limit=1000", List.of(3, 2, 1, 0)),
        Arguments.of("?status=success", List.of(3, 0)),
        Arguments.of("?status=done", List.of(3, 0)),
        Arguments.of("?status=error", List.of(2, 1)),
        Arguments.of("?status=timeout", List.of()),
        Arguments.of("?status=queued", List.of()),
        Arguments.of("?status=running", List.of()),
        Arguments.of("?droplet_name=good", List.of(3, 0)),
        Arguments.of("?droplet_name=GOOD&status=success&limit=1", List.of(3)),
        Arguments.of("?droplet_name=%67ood", List.of(3, 0)),
        Arguments.of("?droplet_name=nobody", List.of()),
        Arguments.of("?droplet_name=dead&status=success", List.of()),
        Arguments.of("?limit=2&limit=1", List.of(3, 2)),
        Arguments.of("?something=else", List.of(3, 2, 1, 0)));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void aQueryFindsWhatItAsksForNewestFirst(String query, List<Integer> expected) {
    assertThat(found(query)).isEqualTo(expected);
  }

  @Test
  void theTotalCountsAllThatMatch() {
    assertThat(list("?status=success&limit=1").get("total").asInt()).isEqualTo(2);
    assertThat(list("?status=success&limit=1").get("limit").asInt()).isEqualTo(1);
    assertThat(list("?droplet_name=nobody").get("total").asInt()).isZero();
  }

  static Stream<Arguments> faulty() {
    return Stream.of(
        Arguments.of(
            "?status=SUCCESS",
            List.of("status"),
            "queued, running, held, success, error, timeout, cancelled"),
        Arguments.of("?status=x", List.of("status"), "done"),
        Arguments.of("?limit=0", List.of("limit"), "1 to 1000"),
        Arguments.of("?limit=1001", List.of("limit"), "1 to 1000"),
        Arguments.of("?limit=-1", List.of("limit"), "1 to 1000"),
        Arguments.of("?limit=1.0", List.of("limit"), "1 to 1000"),
        Arguments.of("?limit=x", List.of("limit"), "1 to 1000"),
        Arguments.of("?limit=99999999999", List.of("limit"), "1 to 1000"),
        Arguments.of("?limit=%20", List.of("limit"), "1 to 1000"),
        Arguments.of("?status=x&limit=y", List.of("status", "limit"), "1 to 1000"),
        Arguments.of("?status=%zz", List.of("query"), "percent"));
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void aFaultyQueryIsA400ThatNamesWhatIsAllowed(String query, List<String> fields, String told) {
    Answer answer = service.get("/tasks" + query);
    List<String> named = new ArrayList<>();
    Envelope.details(answer, ErrorCode.INVALID_REQUEST)
        .get("errors")
        .forEach(fault -> named.add(fault.get("field").asText()));
    assertThat(named).isEqualTo(fields);
    assertThat(answer.body()).contains(told);
  }

  @Test
  void aRecordHasTheListsMembersAndThenTheWhole() {
    JsonNode record = Envelope.json(service.get("/orchestrator/tasks/" + IDS.get(0)).body());
    assertThat(names(record))
        .startsWith(
            "id",
            "droplet_name",
            "status",
            "response_status",
            "retry_count",
            "created_at",
            "completed_at",
            "duration_ms",
            "method",
            "target_url",
            "error_message",
            "response_body",
            "path",
            "payload",
            "meta")
        .contains("attempts", "waiting_on");
    assertThat(record.get("droplet_name").asText()).isEqualTo("Good");
    assertThat(record.get("method").asText()).isEqualTo("PUT");
    assertThat(record.get("error_message").isNull()).isTrue();
    assertThat(record.get("response_body")).hasToString("{\"a\":1}");
    assertThat(record.get("request_id").asText()).isEqualTo("request-0");
    assertThat(service.get("/tasks/" + IDS.get(0)).body())
        .contains("\"payload\":[1.50],\"meta\":{\"k\":-0}");
  }

  @Test
  void aRecordTellsEachAttempt() {
    JsonNode record = Envelope.json(service.get("/tasks/" + IDS.get(2)).body());
    assertThat(record.get("attempts")).hasSize(3);
    for (JsonNode attempt : record.get("attempts")) {
      assertThat(names(attempt))
          .containsExactly(
              "number",
              "started_at",
              "ended_at",
              "droplet_name",
              "target_url",
              "registry_state",
              "outcome",
              "response_status",
              "error",
              "node");
      assertThat(attempt.get("outcome").asText()).isEqualTo("reset");
      assertThat(attempt.get("registry_state").asText()).isEqualTo("fresh");
      assertThat(attempt.get("response_status").isNull()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01900000-0000-7000-8000-000000000000",
        "x",
        "%00",
        "%2e%2e%2f",
        "a%2Fb",
        "%ff",
        "%",
        "*",
        "null",
        "1;drop"
      })
  void anUnknownTaskIsA404(String id) {
    Envelope.details(service.get("/tasks/" + id), ErrorCode.TASK_NOT_FOUND);
  }

  @Test
  void aTaskThatIsUnderWayIsThereToBeRead() {
    CountDownLatch gate = new CountDownLatch(1);
    try (TestService service = TestService.start();
        ScriptedDroplet droplet =
            ScriptedDroplet.playing(Turns.when(gate, Turns.status(200, "1")))) {
      service.knows("thing", droplet.url());
      CompletableFuture<Answer> answer =
          CompletableFuture.supplyAsync(
              () -> service.submit("GET", "/x"), Thread.ofVirtual()::start);
      Await.until("the call is made", () -> droplet.calls() == 1);
      String id = service.store.list(TaskQuery.newest(1)).tasks().getFirst().id().value();

      JsonNode running = Envelope.json(service.get("/tasks/" + id).body());
      assertThat(running.get("status").asText()).isEqualTo("running");
      for (String open :
          List.of(
              "completed_at", "duration_ms", "response_status", "response_body", "error_message")) {
        assertThat(running.get(open).isNull()).as(open).isTrue();
      }
      assertThat(running.get("target_url").asText()).isEqualTo(droplet.url() + "/x");
      assertThat(running.get("attempts").get(0).get("ended_at").isNull()).isTrue();
      assertThat(Envelope.json(service.get("/tasks?status=running").body()).get("total").asInt())
          .isEqualTo(1);
      gate.countDown();
      assertThat(answer.join().status()).isEqualTo(200);
      assertThat(Envelope.json(service.get("/tasks/" + id).body()).get("status").asText())
          .isEqualTo("success");
    }
  }
}
