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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** /replays (contract B1). */
@OnEveryStore
class MassReplayTest {

  private final TestService service = TestService.start();
  private final ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.status(404, "1"));

  @BeforeEach
  void list() {
    service.knows("thing", droplet.url());
  }

  @AfterEach
  void close() {
    droplet.close();
    service.close();
  }

  private String failed(String tag) {
    Answer answer =
        service.post(
            "/tasks", "{\"droplet_name\":\"thing\",\"path\":\"/x\",\"tags\":[\"" + tag + "\"]}");
    return Envelope.json(answer.body()).get("task_id").asText();
  }

  private JsonNode begin(String body) {
    Answer answer = service.post("/replays", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    JsonNode replay = Envelope.json(answer.body());
    assertThat(answer.header("Location"))
        .contains("/orchestrator/replays/" + replay.get("id").asText());
    return replay;
  }

  private JsonNode read(String id) {
    Answer answer = service.get("/replays/" + id);
    assertThat(answer.status()).isEqualTo(200);
    return Envelope.json(answer.body());
  }

  private JsonNode ended(String id) {
    Await.until("the replay ends", () -> !read(id).get("status").asText().equals("running"));
    return read(id);
  }

  private List<JsonNode> replays() {
    return service.store.list(TaskQuery.newest(1000)).tasks().stream()
        .map(task -> Envelope.json(service.get("/tasks/" + task.id()).body()))
        .filter(task -> !task.get("replay_of").isNull())
        .toList();
  }

  @Test
  void everyMatchingTaskThatHasEndedIsReplayedOnce() {
    Set<String> failed = new HashSet<>();
    for (int i = 0; i < 25; i++) {
      failed.add(failed("night"));
    }
    failed("day");
    droplet.replay(Turns.status(200, "1"));

    JsonNode begun = begin("{\"filter\":{\"tag\":\"night\"},\"rate_per_second\":1000}");
    assertThat(begun.get("status").asText()).isEqualTo("running");
    assertThat(begun.get("matched").asInt()).isEqualTo(25);
    assertThat(begun.get("filter").toString()).isEqualTo("{\"tag\":\"night\"}");

    JsonNode ended = ended(begun.get("id").asText());
    assertThat(ended.get("status").asText()).isEqualTo("done");
    assertThat(ended.get("replayed").asInt()).isEqualTo(25);
    assertThat(ended.get("failed").asInt()).isZero();
    assertThat(ended.get("remaining").asInt()).isZero();
    assertThat(ended.get("ended_at").isNumber()).isTrue();
    assertThat(replays())
        .extracting(task -> task.get("replay_of").asText())
        .containsExactlyInAnyOrderElementsOf(failed);
    assertThat(replays())
        .allSatisfy(task -> assertThat(task.get("tags").toString()).isEqualTo("[\"night\"]"));
  }

  @Test
  void whatAReplayMakesIsNotReplayedByItThoughItMatches() {
    failed("again");
    failed("again");
    for (int round = 1; round <= 3; round++) {
      JsonNode begun = begin("{\"filter\":{\"status\":\"error\"},\"rate_per_second\":1000}");
      int before = 1 << round;
      assertThat(begun.get("matched").asInt()).isEqualTo(before);
      assertThat(ended(begun.get("id").asText()).get("replayed").asInt()).isEqualTo(before);
      Await.until(
          "they have failed again",
          () ->
              Envelope.json(service.get("/tasks?status=error").body()).get("total").asInt()
                  == 2 * before);
    }
  }

  @Test
  void aDryRunCountsAndDoesNothing() {
    failed("a");
    failed("a");
    Answer answer =
        service.post("/replays", "{\"filter\":{\"droplet_name\":\"THING\"},\"dry_run\":true}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"dry_run\":true,\"count\":2,\"exact\":true}");
    assertThat(service.get("/replays").body()).isEqualTo("{\"replays\":[],\"total\":0}");
    assertThat(replays()).isEmpty();
  }

  @Test
  void onlyTasksThatHaveEndedCount() {
    failed("a");
    service.post(
        "/tasks",
        "{\"droplet_name\":\"thing\",\"path\":\"/x\",\"delay_seconds\":3600,\"tags\":[\"a\"]}");
    assertThat(service.post("/replays", "{\"filter\":{\"tag\":\"a\"},\"dry_run\":true}").body())
        .contains("\"count\":1,");
    String id = begin("{\"filter\":{\"tag\":\"a\"},\"rate_per_second\":100}").get("id").asText();
    assertThat(ended(id).get("replayed").asInt()).isEqualTo(1);
  }

  @Test
  void thePaceIsKeptAndACancelledReplayStopsThere() {
    for (int i = 0; i < 5; i++) {
      failed("slow");
    }
    String id = begin("{\"filter\":{\"tag\":\"slow\"},\"rate_per_second\":0.5}").get("id").asText();
    Await.until("the first is replayed", () -> replays().size() == 1);
    Await.until("that is written down", () -> read(id).get("replayed").asInt() == 1);
    assertThat(read(id).get("remaining").asInt()).isEqualTo(4);

    Answer cancelled = service.delete("/replays/" + id);
    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(Envelope.json(cancelled.body()).get("status").asText()).isEqualTo("cancelled");
    assertThat(read(id).get("status").asText()).isEqualTo("cancelled");
    assertThat(replays().size()).isLessThan(5);

    JsonNode details = Envelope.details(service.delete("/replays/" + id), ErrorCode.CONFLICT);
    assertThat(details.get("status").asText()).isEqualTo("cancelled");
  }

  @Test
  void aTaskWhoseDropletIsGoneFailsAndKeepsNoOtherFromBeingReplayed() {
    failed("a");
    service.knows("other", droplet.url());
    service.submitTo("other", "GET", "/x");
    String id =
        begin("{\"filter\":{\"status\":\"error\"},\"rate_per_second\":100}").get("id").asText();
    JsonNode ended = ended(id);
    assertThat(ended.get("replayed").asInt()).isEqualTo(1);
    assertThat(ended.get("failed").asInt()).isEqualTo(1);
    assertThat(ended.get("last_error").asText()).contains("'thing' not found");
  }

  @Test
  void replaysAreListedNewestFirst() {
    failed("a");
    String first = begin("{\"filter\":{\"tag\":\"a\"}}").get("id").asText();
    String second = begin("{\"filter\":{\"tag\":\"b\"}}").get("id").asText();
    ended(first);
    ended(second);
    assertThat(Envelope.json(service.get("/replays").body()).get("replays"))
        .extracting(replay -> replay.get("id").asText())
        .containsExactly(second, first);
    assertThat(read(second).get("rate_per_second").asInt()).isEqualTo(10);
  }

  @Test
  void anUnknownReplayIsNotFound() {
    assertThat(
            Envelope.details(service.get("/replays/none"), ErrorCode.NOT_FOUND)
                .get("replay_id")
                .asText())
        .isEqualTo("none");
    Envelope.details(service.delete("/replays/none"), ErrorCode.NOT_FOUND);
  }

  static Stream<Arguments> faulty() {
    return Stream.of(
        Arguments.of("{}", List.of("filter is required")),
        Arguments.of("", List.of("body is empty")),
        Arguments.of("{\"filtr\":{}}", List.of("filtr is not known", "filter is required")),
        Arguments.of("{\"filter\":{}}", List.of("filter must have at least one of capability")),
        Arguments.of("{\"filter\":{\"status\":null}}", List.of("filter must have at least one")),
        Arguments.of("{\"filter\":[]}", List.of("filter must be an object")),
        Arguments.of(
            "{\"filter\":{\"status\":\"queued\",\"tag\":\"\",\"q\":7,\"created_after\":\"now\",\"x\":1},"
                + "\"rate_per_second\":0,\"dry_run\":\"yes\"}",
            List.of(
                "filter.x is not known here",
                "filter.created_after must be a time",
                "filter.status must be one of success, error, timeout, cancelled, done",
                "filter.tag must have 1 to 255",
                "filter.q must be a string",
                "rate_per_second must be a number from 0.01 to 1000",
                "dry_run must be true or false")));
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void everythingThatIsWrongIsToldAtOnce(String body, List<String> expected) {
    JsonNode errors =
        Envelope.details(service.post("/replays", body), ErrorCode.INVALID_REQUEST).get("errors");
    assertThat(errors).hasSize(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(errors.get(i).get("field").asText() + " " + errors.get(i).get("message").asText())
          .startsWith(expected.get(i));
    }
    assertThat(service.get("/replays").body()).contains("\"total\":0");
  }
}
