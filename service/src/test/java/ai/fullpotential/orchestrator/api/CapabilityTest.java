package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.time.Await;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that ask for a capability and not for a droplet, over real sockets. */
@OnEveryStore
class CapabilityTest {

  private static final String MAIL = "{\"capability\":\"MAIL\",\"path\":\"/send\"}";

  private TestService service;
  private ScriptedDroplet alpha;
  private ScriptedDroplet beta;

  @BeforeEach
  void start() {
    service =
        TestService.start(TestService.limits(2, Duration.ofSeconds(5), Duration.ofSeconds(20)));
    alpha = ScriptedDroplet.playing(Turns.status(200, "\"alpha\""));
    beta = ScriptedDroplet.playing(Turns.status(200, "\"beta\""));
  }

  @AfterEach
  void stop() {
    service.close();
    alpha.close();
    beta.close();
  }

  private void bothOffer() {
    service.directory.listOffering("mail", Map.of("Alpha", alpha.url(), "beta", beta.url()));
  }

  private JsonNode record(String id) {
    return service.get("/tasks/" + id).tree();
  }

  private List<String> listed(String query) {
    return service.get("/tasks?" + query).tree().path("tasks").findValuesAsText("id");
  }

  private static List<String> droplets(JsonNode record) {
    return record.path("attempts").findValuesAsText("droplet_name");
  }

  @Test
  void theyTakeTurnsAndTheRecordSaysWhoItWas() {
    bothOffer();
    Answer first = service.post("/tasks", MAIL);
    Answer second = service.post("/tasks", MAIL);
    assertThat(Stream.of(first, second).map(one -> one.tree().path("response_body").asText()))
        .containsExactlyInAnyOrder("alpha", "beta");

    JsonNode record = record(first.tree().path("task_id").asText());
    String name = record.path("droplet_name").asText();
    assertThat(name).isIn("Alpha", "beta");
    assertThat(record.path("capability").asText()).isEqualTo("MAIL");
    assertThat(droplets(record)).containsExactly(name);
    assertThat(listed("droplet_name=" + name)).containsExactly(record.path("id").asText());
    assertThat(listed("capability=mail")).hasSize(2);
    assertThat(listed("capability=post")).isEmpty();
  }

  @Test
  void aRetryGoesToAnother() {
    alpha.replay(Turns.reset());
    beta.replay(Turns.reset());
    bothOffer();
    Answer answer = service.post("/tasks", MAIL);
    assertThat(answer.status()).isEqualTo(503);
    JsonNode details = answer.tree().path("error").path("details");
    JsonNode record = record(details.path("task_id").asText());
    List<String> called = droplets(record);
    assertThat(called).hasSize(3);
    assertThat(called.get(1)).isNotEqualTo(called.get(0));
    assertThat(called.get(2)).isEqualTo(called.get(0));
    assertThat(record.path("droplet_name").asText()).isEqualTo(called.get(2));
    assertThat(details.path("droplet_name").asText()).isEqualTo(called.get(2));
  }

  @Test
  void aRetryGoesToAnotherThoughThatOneIsBusy() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    beta.replay(
        Turns.when(mayAnswer, Turns.status(200, "\"slow\"")), Turns.status(200, "\"beta\""));
    alpha.replay(Turns.reset());
    service.directory.listOffering("mail", Map.of("beta", beta.url()));
    CompletableFuture<Answer> slow =
        CompletableFuture.supplyAsync(() -> service.post("/tasks", MAIL));
    Await.until("it is called", () -> beta.calls() == 1);
    bothOffer();

    Answer answer = service.post("/tasks", MAIL);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(droplets(record(answer.tree().path("task_id").asText())))
        .containsExactly("Alpha", "beta");
    mayAnswer.countDown();
    assertThat(slow.get().status()).isEqualTo(200);
  }

  @Test
  void theOneThatIsBusyIsLeftInPeace() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    alpha.replay(Turns.when(mayAnswer, Turns.status(200, "\"alpha\"")));
    service.directory.listOffering("mail", Map.of("Alpha", alpha.url()));
    CompletableFuture<Answer> slow =
        CompletableFuture.supplyAsync(() -> service.post("/tasks", MAIL));
    Await.until("it is called", () -> alpha.calls() == 1);
    bothOffer();
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      answers.add(service.post("/tasks", MAIL).tree().path("response_body").asText());
    }
    assertThat(answers).containsOnly("beta");
    mayAnswer.countDown();
    assertThat(slow.get().tree().path("response_body").asText()).isEqualTo("alpha");
  }

  @Test
  void oneThatDoesNotAnswerIsNotChosen() {
    bothOffer();
    service.silent.add("Alpha");
    for (int i = 0; i < 3; i++) {
      assertThat(service.post("/tasks", MAIL).tree().path("response_body").asText())
          .isEqualTo("beta");
    }
  }

  @Test
  void withNoneItWaitsAndSaysSoUntilOneAppears() {
    service.knows("other", beta.url());
    Answer accepted = service.post("/tasks", MAIL, "Prefer: respond-async");
    assertThat(accepted.status()).isEqualTo(202);
    String id = accepted.tree().path("task_id").asText();
    Await.until(
        "it waits for a droplet",
        () -> record(id).at("/waiting_on/reason").asText().equals("droplet_unknown"));
    JsonNode waiting = record(id);
    assertThat(waiting.path("droplet_name").isNull()).isTrue();
    assertThat(waiting.at("/waiting_on/detail").asText()).contains("'MAIL'");
    assertThat(listed("capability=mail&status=queued")).containsExactly(id);

    bothOffer();
    Await.until("it succeeds", () -> record(id).path("status").asText().equals("success"));
    assertThat(droplets(record(id))).hasSize(1);
  }

  @Test
  void oneThatIsWaitedForRunsOutOfTimeWithItsCaller() {
    service.knows("other", beta.url());
    Answer answer =
        service.post(
            "/tasks", "{\"capability\":\"mail\",\"path\":\"/send\",\"timeout_seconds\":0.2}");
    assertThat(answer.status()).isEqualTo(504);
    JsonNode error = answer.tree().path("error");
    assertThat(error.path("message").asText()).contains("capability 'mail'");
    assertThat(error.at("/details/droplet_name").isNull()).isTrue();
    assertThat(beta.calls()).isZero();
  }

  @Test
  void exactlyOneOfBothIsGiven() {
    bothOffer();
    for (String body :
        List.of(
            "{\"capability\":\"mail\",\"droplet_name\":\"beta\",\"path\":\"/\"}",
            "{\"capability\":\"\",\"path\":\"/\"}",
            "{\"capability\":7,\"path\":\"/\"}",
            "{\"capability\":null,\"path\":\"/\"}",
            "{\"path\":\"/\"}")) {
      Answer answer = service.post("/tasks", body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.tree().at("/error/details/errors")).as(body).hasSize(1);
    }
  }

  @Test
  void aDryRunTellsWhoWouldBeCalledNow() {
    String dry = "{\"capability\":\"mail\",\"path\":\"/send\",\"dry_run\":true}";
    service.knows("other", beta.url());
    JsonNode nobody = service.post("/tasks", dry).tree();
    assertThat(nobody.path("droplet_name").isNull()).isTrue();
    assertThat(nobody.path("target_url").isNull()).isTrue();

    bothOffer();
    JsonNode plan = service.post("/tasks", dry).tree();
    assertThat(plan.path("droplet_name").asText()).isEqualTo("Alpha");
    assertThat(plan.path("target_url").asText()).isEqualTo(alpha.url() + "/send");
    assertThat(alpha.calls()).isZero();
  }

  @Test
  void linesOfABatchAndWhatFollowsTakeItToo() {
    bothOffer();
    Answer answer =
        service.post(
            "/tasks/batch",
            "{\"capability\":\"mail\",\"path\":\"/1\",\"then\":{\"capability\":\"mail\",\"path\":\"/2\"}}\n",
            "Content-Type: application/x-ndjson");
    assertThat(answer.status()).isEqualTo(200);
    Await.until("both have succeeded", () -> listed("capability=mail&status=success").size() == 2);
    assertThat(alpha.calls() + beta.calls()).isEqualTo(2);
  }

  @Test
  void aReplayIsRoutedAnew() {
    bothOffer();
    String id = service.post("/tasks", MAIL).tree().path("task_id").asText();
    String first = record(id).path("droplet_name").asText();
    service.silent.add(first);

    String again = service.post("/tasks/" + id + "/replay", "").tree().path("task_id").asText();

    Await.until("it succeeds", () -> record(again).path("status").asText().equals("success"));
    assertThat(record(again).path("droplet_name").asText()).isNotEqualTo(first);
    assertThat(record(again).path("capability").asText()).isEqualTo("MAIL");
  }
}
