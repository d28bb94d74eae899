package ai.fullpotential.orchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.store.TestStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /schedules} over real sockets (contract B1). */
@OnEveryStore
class SchedulesTest {

  private static final String TASK =
      "{\"droplet_name\":\"WORKER\",\"method\":\"POST\",\"path\":\"/work\",\"payload\":[1.50]}";
  private static final String DAILY = "{\"cron\":\"0 4 * * *\",\"task\":" + TASK + "}";

  @TempDir private static Path directory;
  private static ScriptedDroplet worker;
  private static TestApplication service;

  @OnEveryStore.Before
  static void start() throws Exception {
    worker = ScriptedDroplet.playing(Turns.status(200, "\"done\""));
    Path own = directory.resolve(TestStore.current().name());
    service = TestApplication.start(own, "DROPLET_PROBE_INTERVAL", "600");
    service.register("worker", worker.url());
  }

  @OnEveryStore.After
  static void stop() {
    service.close();
    worker.close();
  }

  @AfterEach
  void deleteAll() throws Exception {
    for (String id : service.get("/schedules").body().findValuesAsText("id")) {
      assertThat(service.send("DELETE", "/schedules/" + id, "").status()).isEqualTo(200);
    }
  }

  private static Answer create(String json) throws Exception {
    return service.post("/schedules", json);
  }

  private static String created(String json) throws Exception {
    Answer answer = create(json);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    return answer.text("id");
  }

  private static Answer change(String id, String json) throws Exception {
    return service.send("PATCH", "/schedules/" + id, json);
  }

  @Test
  void aScheduleTellsAllThatWasSaidOfItAndWhenItFires() throws Exception {
    Answer answer =
        create(
            "{\"name\":\"nightly \u00e4\",\"cron\":\" 30 2 * * MON \",\"time_zone\":\"Europe/Berlin\","
                + "\"overlap\":\"queue\",\"catch_up\":\"last\",\"paused\":true,\"task\":"
                + TASK
                + "}");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.whole().headers().firstValue("Location"))
        .contains("/orchestrator/schedules/" + answer.text("id"));
    JsonNode body = answer.body();
    assertThat(body.properties().stream().map(Map.Entry::getKey))
        .containsExactly(
            "id",
            "name",
            "cron",
            "time_zone",
            "task",
            "overlap",
            "catch_up",
            "paused",
            "next_at",
            "last_fired_at",
            "last_task_id",
            "fired_count",
            "skipped_count",
            "waiting_count",
            "created_at",
            "owner");
    assertThat(body.path("task").toString()).isEqualTo(TASK);
    assertThat(body.path("name").asText()).isEqualTo("nightly ä");
    assertThat(body.path("cron").asText()).isEqualTo("30 2 * * MON");
    assertThat(body.path("paused").asBoolean()).isTrue();
    assertThat(body.path("next_at").isNull()).isTrue();
    assertThat(service.get("/schedules/" + answer.text("id")).body()).isEqualTo(body);
    assertThat(service.get("/orchestrator/schedules").body().path("schedules").get(0))
        .isEqualTo(body);
  }

  @Test
  void whatIsNotSaidIsAsDocumented() throws Exception {
    Answer answer = create(DAILY);
    assertThat(answer.text("time_zone")).isEqualTo("UTC");
    assertThat(answer.text("overlap")).isEqualTo("skip");
    assertThat(answer.text("catch_up")).isEqualTo("none");
    assertThat(answer.body().path("paused").asBoolean()).isFalse();
    assertThat(answer.body().path("name").isNull()).isTrue();
    double next = answer.body().path("next_at").asDouble();
    assertThat(next % 86_400).isEqualTo(4 * 3600.0);
    assertThat(next - answer.body().path("created_at").asDouble()).isBetween(0.0, 86_400.0);
  }

  @Test
  void aTriggerMakesATaskAtOnceAlsoOfAPausedSchedule() throws Exception {
    String id = created("{\"paused\":true,\"cron\":\"0 4 * * *\",\"task\":" + TASK + "}");
    Answer answer = service.post("/schedules/" + id + "/trigger", "");
    assertThat(answer.status()).isEqualTo(202);
    String task = answer.text("task_id");
    assertThat(answer.whole().headers().firstValue("Location"))
        .contains("/orchestrator/tasks/" + task);

    JsonNode record = service.get("/tasks/" + task + "?wait=10").body();
    assertThat(record.path("status").asText()).isEqualTo("success");
    assertThat(record.path("droplet_name").asText()).isEqualTo("worker");
    assertThat(record.path("origin").toString())
        .isEqualTo("{\"kind\":\"schedule\",\"of\":\"" + id + "\"}");
    assertThat(record.path("payload").toString()).isEqualTo("[1.50]");
    JsonNode after = service.get("/schedules/" + id).body();
    assertThat(after.path("last_task_id").asText()).isEqualTo(task);
    assertThat(after.path("fired_count").asInt()).isOne();
    assertThat(after.path("last_fired_at")).isEqualTo(record.path("created_at"));
    assertThat(after.path("next_at").isNull()).isTrue();
  }

  @Test
  void aChangeTouchesOnlyWhatItNames() throws Exception {
    JsonNode before = create(DAILY).body();
    String id = before.path("id").asText();
    JsonNode after = change(id, "{\"name\":\"daily\",\"overlap\":\"queue\"}").body();
    assertThat(after.path("name").asText()).isEqualTo("daily");
    assertThat(after.path("overlap").asText()).isEqualTo("queue");
    for (String same : List.of("cron", "time_zone", "task", "catch_up", "next_at", "created_at")) {
      assertThat(after.path(same)).as(same).isEqualTo(before.path(same));
    }
    assertThat(change(id, "{}").body()).isEqualTo(after);
    assertThat(change(id, "{\"name\":null}").body()).isEqualTo(after);
  }

  @Test
  void aChangeOfItsTimesCountsTheNextFiringAnew() throws Exception {
    String id = created(DAILY);
    assertThat(change(id, "{\"cron\":\"0 5 * * *\"}").body().path("next_at").asDouble() % 86_400)
        .isEqualTo(5 * 3600.0);
    assertThat(change(id, "{\"time_zone\":\"+02:00\"}").body().path("next_at").asDouble() % 86_400)
        .isEqualTo(3 * 3600.0);
    assertThat(change(id, "{\"paused\":true}").body().path("next_at").isNull()).isTrue();
    assertThat(change(id, "{\"paused\":false}").body().path("next_at").asDouble() % 86_400)
        .isEqualTo(3 * 3600.0);
  }

  @Test
  void aDeletedScheduleIsGoneAndItsTasksGoOn() throws Exception {
    String id = created(DAILY);
    String task = service.post("/schedules/" + id + "/trigger", "").text("task_id");
    Answer deleted = service.send("DELETE", "/schedules/" + id, "");
    assertThat(deleted.body().toString()).isEqualTo("{\"deleted\":true,\"id\":\"" + id + "\"}");

    assertThat(service.get("/schedules/" + id).code()).isEqualTo("NOT_FOUND");
    assertThat(service.get("/schedules").body().path("total").asInt()).isZero();
    assertThat(service.get("/tasks/" + task + "?wait=10").text("status")).isEqualTo("success");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /schedules/x",
        "PATCH /schedules/x",
        "DELETE /schedules/x",
        "POST /schedules/x/trigger"
      })
  void anUnknownScheduleIsNotFound(String request) throws Exception {
    String[] parts = request.split(" ");
    Answer answer =
        parts[0].equals("GET") ? service.get(parts[1]) : service.send(parts[0], parts[1], "{}");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("NOT_FOUND");
    assertThat(answer.details().toString()).isEqualTo("{\"schedule_id\":\"x\"}");
  }

  @Test
  void aNameIsOneSchedulesAlone() throws Exception {
    String named = "{\"name\":\"nightly\"," + DAILY.substring(1);
    String first = created(named);
    String other = created(DAILY);
    for (Answer answer : List.of(create(named), change(other, "{\"name\":\"nightly\"}"))) {
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.code()).isEqualTo("CONFLICT");
      assertThat(answer.details().path("schedule_id").asText()).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PATCH"})
  void aTaskForAnUnknownDropletIsRefused(String method) throws Exception {
    String path = method.equals("POST") ? "/schedules" : "/schedules/" + created(DAILY);
    Answer answer = service.send(method, path, DAILY.replace("WORKER", "nobody"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("DROPLET_NOT_FOUND");
    assertThat(answer.details().path("requested_droplet").asText()).isEqualTo("nobody");
  }

  @Test
  void anUnknownDropletInWhatFollowsTheTaskIsRefusedToo() throws Exception {
    String followed =
        DAILY.replace(
            "\"WORKER\"", "\"WORKER\",\"then\":{\"droplet_name\":\"nobody\",\"path\":\"/x\"}");
    Answer answer = service.send("POST", "/schedules", followed);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.details().path("requested_droplet").asText()).isEqualTo("nobody");
  }

  static Stream<Arguments> malformed() {
    String task = ",\"task\":" + TASK + "}";
    String cron = "{\"cron\":\"0 4 * * *\",";
    return Stream.of(
        Arguments.of("{}", List.of("cron", "task")),
        Arguments.of("", List.of("body")),
        Arguments.of("[]", List.of("body")),
        Arguments.of("{\"crom\":\"0 4 * * *\"" + task, List.of("crom", "cron")),
        Arguments.of("{\"cron\":null" + task, List.of("cron")),
        Arguments.of("{\"cron\":\"\"" + task, List.of("cron")),
        Arguments.of("{\"cron\":5" + task, List.of("cron")),
        Arguments.of("{\"cron\":\"61 25 * * *\"" + task, List.of("cron", "cron")),
        Arguments.of("{\"cron\":\"0 0 4 * * *\"" + task, List.of("cron")),
        Arguments.of("{\"cron\":\"0 0 30 2 *\"" + task, List.of("cron")),
        Arguments.of(cron + "\"time_zone\":\"Europe/Berln\"" + task, List.of("time_zone")),
        Arguments.of(cron + "\"time_zone\":2" + task, List.of("time_zone")),
        Arguments.of(cron + "\"name\":\"\"" + task, List.of("name")),
        Arguments.of(cron + "\"name\":\"" + "n".repeat(256) + "\"" + task, List.of("name")),
        Arguments.of(cron + "\"name\":[]" + task, List.of("name")),
        Arguments.of(cron + "\"overlap\":\"SKIP\"" + task, List.of("overlap")),
        Arguments.of(cron + "\"catch_up\":\"all\"" + task, List.of("catch_up")),
        Arguments.of(cron + "\"paused\":\"no\"" + task, List.of("paused")),
        Arguments.of(cron + "\"next_at\":1" + task, List.of("next_at")),
        Arguments.of(cron + "\"task\":\"work\"}", List.of("task")),
        Arguments.of(cron + "\"task\":[]}", List.of("task")),
        Arguments.of(cron + "\"task\":{}}", List.of("task.droplet_name", "task.path")),
        Arguments.of(
            cron + "\"task\":{\"droplet_name\":\"worker\",\"path\":\"//x\"}}",
            List.of("task.path")),
        Arguments.of(
            cron
                + "\"task\":{\"droplet_name\":\"worker\",\"path\":\"/x\",\"then\":{\"path\":\"/y\"}}}",
            List.of("task.then.droplet_name")),
        Arguments.of(
            cron
                + "\"task\":{\"droplet_name\":\"worker\",\"path\":\"/x\",\"payload\":\""
                + "x".repeat(65_536)
                + "\"}}",
            List.of("task")),
        Arguments.of(
            "{\"name\":7,\"cron\":\"x\",\"time_zone\":\"y\",\"overlap\":\"z\",\"task\":{\"priority\":0,"
                + "\"droplet_name\":\"worker\",\"path\":\"/x\"}}",
            List.of("name", "cron", "time_zone", "task.priority", "overlap")));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void allThatIsWrongIsToldAtOnceEachByItsField(String json, List<String> fields) throws Exception {
    Answer answer = create(json);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("INVALID_REQUEST");
    List<String> told = new ArrayList<>();
    answer.details().path("errors").forEach(error -> told.add(error.path("field").asText()));
    assertThat(told).as(answer.body().toString()).isEqualTo(fields);
    assertThat(service.get("/schedules").body().path("total").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run_at", "delay_seconds", "deadline", "dry_run", "idempotency_key"})
  void aTasksOwnTimesAreTheSchedulesMatter(String field) throws Exception {
    Answer answer = create(DAILY.replace("\"path\"", "\"" + field + "\":1,\"path\""));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.details().path("errors").get(0).path("field").asText())
        .isEqualTo("task." + field);
  }

  @Test
  void aMalformedChangeChangesNothing() throws Exception {
    String id = created(DAILY);
    JsonNode before = service.get("/schedules/" + id).body();
    Answer answer = change(id, "{\"name\":\"new\",\"cron\":\"x\",\"time_zone\":\"y\"}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.details().path("errors").findValuesAsText("field"))
        .containsExactly("cron", "time_zone");
    assertThat(service.get("/schedules/" + id).body()).isEqualTo(before);
  }

  @Test
  void aScheduleOutlivesARestartExceptInMemory(@TempDir Path own) throws Exception {
    JsonNode before;
    try (TestApplication first = TestApplication.start(own)) {
      first.register("worker", worker.url());
      before = first.post("/schedules", DAILY).body();
    }
    try (TestApplication second = TestApplication.start(own)) {
      Answer after = second.get("/schedules/" + before.path("id").asText());
      if (TestStore.current() == TestStore.MEMORY) {
        assertThat(after.code()).isEqualTo("NOT_FOUND");
      } else {
        assertThat(after.body()).isEqualTo(before);
      }
    }
  }
}
