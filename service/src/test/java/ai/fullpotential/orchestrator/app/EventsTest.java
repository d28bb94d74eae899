package ai.fullpotential.orchestrator.app;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.EventReader.Read;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.time.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stream of events over real sockets. */
@Timeout(60)
@OnEveryStore
class EventsTest {

  private static final String ECHO = "{\"droplet_name\":\"echo\",\"path\":\"/x\"}";

  @TempDir Path directory;
  private TestApplication application;
  private ScriptedDroplet droplet;

  @BeforeEach
  void start() throws Exception {
    application =
        TestApplication.start(directory, "EVENT_HISTORY", "100", "DROPLET_PROBE_INTERVAL", "600");
    droplet = ScriptedDroplet.playing(status(200, "{}"));
    application.register("echo", droplet.url());
  }

  @AfterEach
  void stop() {
    application.close();
    droplet.close();
  }

  private EventReader read(String query, String... headers) {
    return EventReader.open(application.port(), query, headers);
  }

  private static List<String> types(List<Read> events) {
    return events.stream().map(Read::type).toList();
  }

  @Test
  void aRetriedTaskIsToldStepByStep() throws Exception {
    Await.until("the droplet was probed", () -> droplet.calls() > 0);
    droplet.replay(status(503, "{}"), status(200, "{}"));
    try (EventReader reader = read("?types=task.started,task.retrying&types=task.succeeded")) {
      assertThat(reader.next().type()).isEqualTo("stream.open");
      String id = application.task(ECHO).text("task_id");
      List<Read> told = reader.until(event -> event.type().equals("task.succeeded"));
      assertThat(types(told))
          .containsExactly("task.started", "task.retrying", "task.started", "task.succeeded");
      assertThat(told).allMatch(event -> event.text("task_id").equals(id));
      assertThat(told.get(1).text("waiting_on")).isEqualTo("backoff");
      assertThat(told.get(1).data().path("response_status").asInt()).isEqualTo(503);
      assertThat(told.get(1).data().path("next_attempt_at").isNumber()).isTrue();
      assertThat(told.getLast().data().path("attempt").asInt()).isEqualTo(2);
      assertThat(told.getLast().data().path("duration_ms").isNumber()).isTrue();
    }
  }

  @Test
  void whatFollowsATaskIsToldFromTheMomentItIsRecorded() throws Exception {
    try (EventReader reader = read("?types=task.queued")) {
      reader.next();
      String first =
          application
              .task(
                  "{\"droplet_name\":\"echo\",\"path\":\"/x\",\"then\":"
                      + "[{\"droplet_name\":\"echo\",\"path\":\"/y\"}]}")
              .text("task_id");
      Read follower = reader.next();
      assertThat(follower.text("path")).isEqualTo("/y");
      assertThat(follower.text("task_id")).isNotEqualTo(first);
    }
  }

  @Test
  void whatWasMissedBetweenTwoReadingsComesOnceAndInOrder() throws Exception {
    String last;
    List<String> ids = new ArrayList<>();
    try (EventReader reader = read("?types=task.succeeded")) {
      reader.next();
      ids.add(application.task(ECHO).text("task_id"));
      last = reader.next().id();
    }
    for (int i = 0; i < 5; i++) {
      ids.add(application.task(ECHO).text("task_id"));
    }
    try (EventReader reader = read("?types=task.succeeded", "Last-Event-ID", last)) {
      assertThat(reader.next().type()).isEqualTo("stream.open");
      ids.add(application.task(ECHO).text("task_id"));
      List<String> told = new ArrayList<>();
      for (int i = 1; i < ids.size(); i++) {
        told.add(reader.next().text("task_id"));
      }
      assertThat(told).isEqualTo(ids.subList(1, ids.size()));
    }
  }

  @Test
  void aReaderThatWasAwayForTooLongIsToldSoFirst() throws Exception {
    String last;
    try (EventReader reader = read("")) {
      last = reader.next().id();
    }
    for (int i = 0; i < 60; i++) { // two events each
      application.task(ECHO);
    }
    try (EventReader reader = read("", "Last-Event-ID", last)) {
      assertThat(reader.next().type()).isEqualTo("stream.reset");
      assertThat(reader.next().type()).isEqualTo("stream.open");
      application.task(ECHO);
      assertThat(reader.next().type()).isEqualTo("task.started");
    }
  }

  @Test
  void aCursorOfAnotherLifeOrNoCursorAtAllIsToldSoFirst() {
    for (String id : List.of("node-000000000000.7", "17", "x.y.z", "node-a.1,,", "ä")) {
      try (EventReader reader = read("", "Last-Event-ID", id)) {
        assertThat(reader.next().type()).isEqualTo("stream.reset");
        assertThat(reader.next().type()).isEqualTo("stream.open");
      }
    }
  }

  @Test
  void onlyEventsOfTheDropletAskedForCome() throws Exception {
    application.register("other", droplet.url());
    try (EventReader ofDroplet = read("?droplet=OTHER&types=task.succeeded")) {
      ofDroplet.next();
      application.task(ECHO);
      String id = application.task("{\"droplet_name\":\"other\",\"path\":\"/x\"}").text("task_id");
      assertThat(ofDroplet.next().text("task_id")).isEqualTo(id);
    }
  }

  @Test
  void onlyEventsOfTheTaskAskedForCome() throws Exception {
    String later =
        application
            .task("{\"droplet_name\":\"echo\",\"path\":\"/x\",\"delay_seconds\":3600}")
            .text("task_id");
    try (EventReader reader = read("?task_id=" + later)) {
      reader.next();
      application.task(ECHO);
      application.send("DELETE", "/tasks/" + later, "");
      assertThat(reader.next().type()).isEqualTo("task.cancelled");
    }
  }

  @Test
  void aDropletThatComesMovesAndGoesIsTold() throws Exception {
    try (EventReader reader = read("?droplet=new")) {
      reader.next();
      application.register("new", droplet.url());
      assertThat(reader.next().type()).isEqualTo("droplet.added");
      assertThat(reader.next().type()).isEqualTo("droplet.reachable");
    }
  }

  @Test
  void unknownTypesAreRefusedWithThoseThereAre() throws Exception {
    var answer = application.get("/events?types=task.done,task.failed");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.details().toString()).contains("task.done").contains("task.succeeded");
  }

  @Test
  void theStreamIsCompressedForThoseWhoTakeIt() throws Exception {
    try (EventReader reader = read("?types=task.succeeded", "Accept-Encoding", "br, gzip")) {
      assertThat(reader.head()).containsIgnoringCase("content-encoding: gzip");
      assertThat(reader.next().type()).isEqualTo("stream.open");
      for (int i = 0; i < 5; i++) {
        String id = application.task(ECHO).text("task_id");
        assertThat(reader.next().text("task_id")).isEqualTo(id);
      }
    }
    try (EventReader reader = read("", "Accept-Encoding", "gzip;q=0")) {
      assertThat(reader.head()).doesNotContainIgnoringCase("content-encoding");
    }
  }

  @Test
  void aStopEndsTheStream() {
    try (EventReader reader = read("")) {
      reader.next();
      application.close();
      assertThat(reader.ends()).isTrue();
    }
  }
}
