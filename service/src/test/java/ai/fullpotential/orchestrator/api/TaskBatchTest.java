package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.LinesClient;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.time.Await;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** POST /tasks/batch (contract B1). */
@OnEveryStore
class TaskBatchTest {

  private static final String TASK = "{\"droplet_name\":\"thing\",\"path\":\"/x\"}";

  private final TestService service = TestService.start();
  private final ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.status(200, "1"));

  @BeforeEach
  void list() {
    service.knows("thing", droplet.url());
  }

  @AfterEach
  void close() {
    droplet.close();
    service.close();
  }

  private LinesClient client() {
    return new LinesClient(service.port(), "/tasks/batch");
  }

  private List<JsonNode> batch(String... lines) {
    try (LinesClient client = client()) {
      client.send(String.join("\n", lines) + "\n").head();
      return client.lines().stream().map(Envelope::json).toList();
    }
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }

  private static String task(String more) {
    return "{\"droplet_name\":\"thing\",\"path\":\"/x\"," + more + "}";
  }

  private long stored() {
    return service.store.list(TaskQuery.newest(1)).total();
  }

  @Test
  void eachLineBecomesATaskThatIsAnsweredInOrderAndRuns() {
    List<JsonNode> answers = batch(TASK, "", TASK, TASK);

    assertThat(answers).extracting(answer -> answer.get("line").asInt()).containsExactly(1, 3, 4);
    for (JsonNode answer : answers) {
      assertThat(names(answer)).containsExactly("line", "task_id", "status", "status_url");
      assertThat(answer.get("status").asText()).isEqualTo("queued");
      String id = answer.get("task_id").asText();
      assertThat(answer.get("status_url").asText()).isEqualTo("/orchestrator/tasks/" + id);
      JsonNode ended = Envelope.json(service.get("/tasks/" + id + "?wait=10").body());
      assertThat(ended.get("status").asText()).isEqualTo("success");
      assertThat(ended.get("asynchronous").asBoolean()).isTrue();
      assertThat(ended.get("request_id").asText()).isEqualTo("mine");
    }
  }

  @Test
  void aLineThatIsRefusedIsTheUsualErrorAndKeepsNoOtherFromBeingTaken() {
    List<JsonNode> answers =
        batch(
            "{\"droplet_nam\":\"thing\",\"priority\":11}",
            TASK,
            "{\"droplet_name\":\"nobody\",\"path\":\"/\"}",
            "not JSON",
            TASK);

    JsonNode faulty = answers.getFirst();
    assertThat(names(faulty)).containsExactly("line", "status", "error", "timestamp");
    assertThat(faulty.at("/error/code").asText()).isEqualTo("INVALID_REQUEST");
    assertThat(faulty.at("/error/details/errors"))
        .extracting(error -> error.get("field").asText())
        .containsExactlyInAnyOrder("droplet_nam", "droplet_name", "path", "priority");
    assertThat(answers.get(2).at("/error/code").asText()).isEqualTo("DROPLET_NOT_FOUND");
    assertThat(answers.get(3).at("/error/details/errors/0/field").asText()).isEqualTo("body");
    assertThat(answers)
        .extracting(answer -> answer.get("line").asInt())
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(answers)
        .extracting(answer -> answer.get("status").asText())
        .containsExactly("error", "queued", "error", "error", "queued");
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void aKeyInALineMakesItOneTaskHoweverOftenItComes() {
    String keyed = task("\"idempotency_key\":\"k-1\"");
    JsonNode first = batch(keyed).getFirst();
    String id = first.get("task_id").asText();
    assertThat(first.has("replayed")).isFalse();
    service.get("/tasks/" + id + "?wait=10");

    JsonNode again = batch(keyed).getFirst();
    assertThat(names(again)).containsExactly("line", "task_id", "status", "status_url", "replayed");
    assertThat(again.get("task_id").asText()).isEqualTo(id);
    assertThat(again.get("status").asText()).isEqualTo("success");
    assertThat(again.get("replayed").asBoolean()).isTrue();

    JsonNode other = batch(task("\"idempotency_key\":\"k-1\",\"priority\":1")).getFirst();
    assertThat(other.at("/error/code").asText()).isEqualTo("IDEMPOTENCY_MISMATCH");
    assertThat(other.at("/error/details/task_id").asText()).isEqualTo(id);
    assertThat(service.post("/tasks", keyed).header("Idempotent-Replayed")).contains("true");
    assertThat(stored()).isEqualTo(1);
    assertThat(droplet.calls()).isEqualTo(1);
  }

  @Test
  void twinsInOneBatchAreOneTask() {
    String keyed = task("\"idempotency_key\":\"k-2\"");
    List<JsonNode> answers = batch(keyed, keyed, keyed);
    assertThat(answers.stream().map(answer -> answer.get("task_id").asText()).distinct())
        .hasSize(1);
    assertThat(answers)
        .extracting(answer -> answer.has("replayed"))
        .containsExactly(false, true, true);
  }

  @Test
  void aDryRunInALineIsThePlanAndStoresNothing() {
    JsonNode plan = batch(task("\"dry_run\":true,\"max_retries\":1")).getFirst();
    assertThat(plan.get("line").asInt()).isEqualTo(1);
    assertThat(plan.get("dry_run").asBoolean()).isTrue();
    assertThat(plan.get("target_url").asText()).isEqualTo(droplet.url() + "/x");
    assertThat(plan.get("asynchronous").asBoolean()).isTrue();
    assertThat(
            batch("{\"droplet_name\":\"nobody\",\"path\":\"/\",\"dry_run\":true}")
                .getFirst()
                .at("/error/code")
                .asText())
        .isEqualTo("DROPLET_NOT_FOUND");
    assertThat(stored()).isZero();
    assertThat(droplet.calls()).isZero();
  }

  @Test
  void aLineIsAnsweredBeforeTheNextOneComes() {
    try (LinesClient client = client().begin()) {
      client.chunk(TASK + "\n").head();
      for (int line = 1; line <= 3; line++) {
        JsonNode answer = Envelope.json(client.line());
        assertThat(answer.get("line").asInt()).isEqualTo(line);
        assertThat(service.record(answer.get("task_id").asText()).spec().path().value())
            .isEqualTo("/x");
        client.chunk(TASK + "\n");
      }
      client.end();
      assertThat(client.lines()).hasSize(1);
    }
  }

  @Test
  void tenThousandLinesAreTenThousandTasksAndNoneIsRefusedForTheirNumber() {
    String later = task("\"delay_seconds\":3600");
    try (LinesClient client = client()) {
      Thread sender = Thread.ofVirtual().start(() -> client.send((later + "\n").repeat(10_000)));
      client.head();
      List<String> lines = client.lines();
      assertThat(lines).hasSize(10_000).allMatch(line -> line.contains("\"status\":\"queued\""));
      Set<String> ids =
          lines.stream()
              .map(line -> Envelope.json(line).get("task_id").asText())
              .collect(Collectors.toCollection(HashSet::new));
      assertThat(ids).hasSize(10_000);
      assertThat(sender)
          .satisfies(thread -> assertThat(thread.join(Duration.ofSeconds(5))).isTrue());
    }
    assertThat(stored()).isEqualTo(10_000);
  }

  @Test
  void aBatchBeyondWhatMayRunAtOnceLeavesRoomForACallerThatWaits() {
    List<String> names = List.of("thing", "b", "c", "d"); // none has all the places
    service.knows(names.stream().collect(Collectors.toMap(name -> name, _ -> droplet.url())));
    List<JsonNode> answers =
        batch(
            IntStream.range(0, 3 * TestService.MAX_CONCURRENT)
                .mapToObj(i -> TASK.replace("thing", names.get(i % names.size())))
                .toArray(String[]::new));
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.get("status").asText()).isEqualTo("queued"));
    assertThat(service.submit("GET", "/now").status()).isEqualTo(200);
    Await.until(
        "all have run",
        () ->
            service
                    .store
                    .list(
                        new TaskQuery(
                            java.util.Optional.of(TaskStatus.SUCCESS),
                            java.util.Optional.empty(),
                            1))
                    .total()
                == 3L * TestService.MAX_CONCURRENT + 1);
  }
}
