package ai.fullpotential.orchestrator.app;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.EventReader.Read;
import ai.fullpotential.orchestrator.app.TestApplication.Answer;
import ai.fullpotential.orchestrator.auth.SignedTokens;
import ai.fullpotential.orchestrator.auth.SignedTokens.Signer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.time.Await;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A caller sees and changes what is its own (contract B5). */
@Timeout(60)
@OnEveryStore
class OwnersTest {

  private static final Signer SIGNER = SignedTokens.ec();
  private static final String ANN = SIGNER.token("ann", "read submit");
  private static final String BOB = SIGNER.token("bob", "read submit");
  private static final String WATCHER = SIGNER.token("watcher", "read submit read:all");
  private static final String OPERATOR = SIGNER.token("op", "operate read:all");
  private static final String NARROW = SIGNER.token("op", "operate");
  private static final String ADMIN = SIGNER.token("root", "admin");

  private static final String TASK = "{\"droplet_name\":\"echo\",\"path\":\"/x\"}";
  private static final String LATER =
      "{\"droplet_name\":\"echo\",\"path\":\"/x\",\"delay_seconds\":3600}";
  private static final String SCHEDULE =
      "{\"name\":\"nightly\",\"cron\":\"0 0 1 1 *\",\"task\":" + TASK + "}";

  @TempDir Path directory;
  private TestApplication application;
  private ScriptedDroplet droplet;

  @BeforeEach
  void start() throws Exception {
    Path key = Files.writeString(directory.resolve("key.pem"), SIGNER.pem());
    application =
        TestApplication.start(
            directory,
            "AUTH_MODE",
            "jwt",
            "AUTH_PUBLIC_KEY",
            key.toString(),
            "DROPLET_PROBE_INTERVAL",
            "600");
    droplet = ScriptedDroplet.playing(status(200, "{}"));
    as(ADMIN).register("echo", droplet.url());
  }

  @AfterEach
  void stop() {
    application.close();
    droplet.close();
  }

  private TestApplication as(String token) {
    return application.asking(token);
  }

  private String submit(String token, String json) throws Exception {
    Answer answer = as(token).task(json);
    assertThat(answer.status()).isBetween(200, 202);
    return answer.text("task_id");
  }

  private List<String> listed(String token, String query) throws Exception {
    Answer answer = as(token).get("/tasks" + query);
    assertThat(answer.status()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    answer.body().path("tasks").forEach(task -> ids.add(task.path("id").asText()));
    assertThat(answer.body().path("total").asInt()).isEqualTo(ids.size());
    return ids;
  }

  private void missing(Answer answer) {
    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void listsAndRecordsAreOnesOwnUnlessAllMayBeRead() throws Exception {
    String hers = submit(ANN, TASK);
    String his = submit(BOB, TASK);

    assertThat(listed(ANN, "")).containsExactly(hers);
    assertThat(listed(ANN, "?status=success")).containsExactly(hers);
    assertThat(listed(ANN, "?droplet_name=echo&status=success")).containsExactly(hers);
    assertThat(listed(ANN, "?q=" + his)).isEmpty();
    assertThat(listed(BOB, "")).containsExactly(his);
    assertThat(listed(NARROW, "")).isEmpty();
    for (String token : List.of(WATCHER, OPERATOR, ADMIN)) {
      assertThat(listed(token, "")).containsExactly(his, hers);
    }
    assertThat(as(ANN).get("/tasks/" + hers).text("owner")).isEqualTo("ann");
    missing(as(ANN).get("/tasks/" + his));
    missing(as(ANN).get("/tasks/" + his + "?wait=1"));
    assertThat(as(WATCHER).get("/tasks/" + his + "?wait=1").text("owner")).isEqualTo("bob");
  }

  @Test
  void anothersTaskIsNotThereToBeChanged() throws Exception {
    String hers = submit(ANN, LATER);

    for (String token : List.of(BOB, NARROW)) {
      missing(as(token).send("DELETE", "/tasks/" + hers, ""));
      missing(as(token).send("POST", "/tasks/" + hers + "/release", ""));
      missing(as(token).send("POST", "/tasks/" + hers + "/replay", ""));
    }
    for (String path : List.of("", "/release", "/replay")) {
      String method = path.isEmpty() ? "DELETE" : "POST";
      Answer answer = as(WATCHER).send(method, "/tasks/" + hers + path, "");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.details().path("scope").asText()).isEqualTo("operate");
    }
    assertThat(as(ANN).get("/tasks/" + hers).text("status")).isEqualTo("queued");
    assertThat(as(OPERATOR).send("DELETE", "/tasks/" + hers, "").status()).isEqualTo(200);
    String another = submit(ANN, LATER);
    assertThat(as(ANN).send("DELETE", "/tasks/" + another, "").status()).isEqualTo(200);
  }

  @Test
  void whatFollowsATaskIsItsOwners() throws Exception {
    String then =
        TASK.replace(
            "}",
            ",\"then\":" + TASK + ",\"callback\":{\"droplet_name\":\"echo\",\"path\":\"/cb\"}}");
    String hers = submit(ANN, then);

    Await.until("both followers have ended", () -> endedOf(ANN) == 3);
    assertThat(listed(BOB, "")).isEmpty();

    Answer again = as(OPERATOR).send("POST", "/tasks/" + hers + "/replay", "");
    assertThat(again.status()).isBetween(200, 202);
    assertThat(as(ANN).get("/tasks/" + again.text("task_id")).text("owner")).isEqualTo("ann");
  }

  private int endedOf(String token) {
    try {
      return listed(token, "?status=success").size();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void keysOfDifferentCallersNeverMeet() throws Exception {
    String[] key = {"Idempotency-Key", "the-same"};
    Answer hers = as(ANN).task(TASK, key);
    Answer his = as(BOB).task(LATER, key);

    assertThat(his.status()).isEqualTo(202);
    assertThat(his.text("task_id")).isNotEqualTo(hers.text("task_id"));
    assertThat(as(ANN).task(TASK, key).text("task_id")).isEqualTo(hers.text("task_id"));
  }

  @Test
  void eventsOfTasksAreOnesOwn() throws Exception {
    try (EventReader hers = events(ANN);
        EventReader everybodys = events(WATCHER)) {
      assertThat(hers.next().type()).isEqualTo("stream.open");
      assertThat(everybodys.next().type()).isEqualTo("stream.open");
      String his = submit(BOB, TASK);
      String mine = submit(ANN, TASK);

      assertThat(tasks(everybodys)).contains(his, mine);
      assertThat(tasks(hers)).containsOnly(mine);
    }
  }

  private EventReader events(String token) {
    return EventReader.open(
        application.port(),
        "?types=task.started,task.succeeded",
        "Authorization",
        "Bearer " + token);
  }

  private static List<String> tasks(EventReader reader) {
    return reader
        .until(event -> event.type().equals("task.succeeded") && event.text("owner").equals("ann"))
        .stream()
        .map((Read event) -> event.text("task_id"))
        .toList();
  }

  @Test
  void aMassReplayTakesOnesOwnUnlessOneOperatesOnAll() throws Exception {
    submit(ANN, TASK);
    submit(BOB, TASK);
    String preview = "{\"filter\":{\"status\":\"success\"},\"dry_run\":true}";
    String begin = "{\"filter\":{\"status\":\"success\"}}";

    assertThat(count(ANN, preview)).isEqualTo(1);
    assertThat(count(WATCHER, preview)).isZero();
    assertThat(count(NARROW, preview)).isZero();
    assertThat(count(OPERATOR, preview)).isEqualTo(2);

    Answer hers = as(ANN).post("/replays", begin);
    assertThat(hers.status()).isEqualTo(202);
    Await.until("it has replayed hers", () -> endedOf(ANN) == 2);
    missing(as(BOB).get("/replays/" + hers.text("id")));
    missing(as(BOB).send("DELETE", "/replays/" + hers.text("id"), ""));
    assertThat(as(BOB).get("/replays").body().path("total").asInt()).isZero();
    assertThat(as(WATCHER).send("DELETE", "/replays/" + hers.text("id"), "").status())
        .isEqualTo(403);
    assertThat(listed(BOB, "")).hasSize(1);
  }

  private int count(String token, String json) throws Exception {
    return as(token).post("/replays", json).body().path("count").asInt(-1);
  }

  @Test
  void aScheduleAndItsTasksAreOfWhoMadeIt() throws Exception {
    Answer made = as(ANN).post("/schedules", SCHEDULE);
    String path = "/schedules/" + made.text("id");

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("owner")).isEqualTo("ann");
    missing(as(BOB).get(path));
    missing(as(BOB).send("PATCH", path, "{\"paused\":true}"));
    missing(as(BOB).send("DELETE", path, ""));
    missing(as(BOB).send("POST", path + "/trigger", ""));
    assertThat(as(BOB).get("/schedules").body().path("total").asInt()).isZero();
    Answer taken = as(BOB).post("/schedules", SCHEDULE);
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.body().toString()).doesNotContain(made.text("id"));
    assertThat(as(WATCHER).get(path).status()).isEqualTo(200);
    assertThat(as(WATCHER).send("DELETE", path, "").status()).isEqualTo(403);

    String triggered = as(OPERATOR).send("POST", path + "/trigger", "").text("task_id");
    assertThat(as(ANN).get("/tasks/" + triggered).text("owner")).isEqualTo("ann");
    assertThat(as(ANN).send("DELETE", path, "").status()).isEqualTo(200);
  }

  @Test
  void whoAsksIsTold() throws Exception {
    JsonNode who = as(OPERATOR).get("/whoami").body();

    assertThat(who.path("subject").asText()).isEqualTo("op");
    assertThat(who.path("scopes").toString()).isEqualTo("[\"read\",\"submit\",\"operate\"]");
    assertThat(who.path("reads_all").asBoolean()).isTrue();
  }
}
