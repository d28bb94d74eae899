package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One key, one task (contract B1). */
@OnEveryStore
class IdempotencyTest extends AsyncTasks {

  private static final String KEY = "Idempotency-Key: order-7";

  private static String id(Answer answer) {
    return json(answer).get("task_id").asText();
  }

  @Test
  void theSameRequestUnderTheSameKeyIsTheSameTaskWithTheSameAnswer() {
    Answer first = submit(task(), KEY);
    assertThat(first.header("Idempotent-Replayed")).isEmpty();
    Answer second = submit(task(), KEY);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers("Idempotent-Replayed")).containsExactly("true");
    assertThat(droplet.calls()).isEqualTo(1);
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void anotherBodyUnderTheSameKeyIsRefused() {
    String id = id(submit(task(), KEY));
    for (String other : List.of(task("'priority':1"), task() + " ")) {
      assertThat(
              Envelope.details(submit(other, KEY), ErrorCode.IDEMPOTENCY_MISMATCH)
                  .get("task_id")
                  .asText())
          .isEqualTo(id);
    }
    assertThat(droplet.calls()).isEqualTo(1);
  }

  @Test
  void quotedAndBareAreTheSameKey() {
    Answer bare = submit(task(), KEY);
    Answer quoted = submit(task(), "Idempotency-Key: \"order-7\"");
    assertThat(id(quoted)).isEqualTo(id(bare));
    assertThat(quoted.header("Idempotent-Replayed")).contains("true");
  }

  @Test
  void theHeaderGoesBeforeTheBody() {
    String body = task("'idempotency_key':'in-the-body'");
    Answer byHeader = submit(body, KEY);
    Answer byBody = submit(body);
    assertThat(id(byBody)).isNotEqualTo(id(byHeader));
    assertThat(id(submit(body, KEY))).isEqualTo(id(byHeader));
    assertThat(id(submit(body))).isEqualTo(id(byBody));
  }

  @Test
  void aTwinOfAnUnfinishedTaskWaitsByItsOwnPrefer() {
    CountDownLatch latch = held();
    String id = accepted(task(), KEY, ASYNC);

    Answer async = submit(task(), KEY, ASYNC);
    assertThat(async.status()).isEqualTo(202);
    assertThat(id(async)).isEqualTo(id);
    assertThat(async.header("Idempotent-Replayed")).contains("true");
    assertThat(async.header("Location")).contains("/orchestrator/tasks/" + id);

    Answer impatient = submit(task(), KEY, "Prefer: wait=1");
    assertThat(impatient.status()).isEqualTo(202);
    assertThat(id(impatient)).isEqualTo(id);

    CompletableFuture<Answer> plain = CompletableFuture.supplyAsync(() -> submit(task(), KEY));
    CompletableFuture<Answer> patient =
        CompletableFuture.supplyAsync(() -> submit(task(), KEY, "Prefer: wait=10"));
    latch.countDown();
    for (CompletableFuture<Answer> twin : List.of(plain, patient)) {
      assertThat(twin.join().status()).isEqualTo(200);
      assertThat(id(twin.join())).isEqualTo(id);
      assertThat(twin.join().header("Idempotent-Replayed")).contains("true");
    }
    assertThat(droplet.calls()).isEqualTo(1);
  }

  @Test
  void sixtyFourAtOnceAreOneTask() {
    List<CompletableFuture<Answer>> all =
        IntStream.range(0, 64)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> submit(task(), KEY)))
            .toList();
    assertThat(all.stream().map(CompletableFuture::join).map(IdempotencyTest::id).distinct())
        .hasSize(1);
    assertThat(all.stream().filter(each -> each.join().header("Idempotent-Replayed").isEmpty()))
        .hasSize(1);
    assertThat(droplet.calls()).isEqualTo(1);
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void failuresReplayToo() {
    droplet.replay(Turns.status(500, "{}"));
    String body = task("'max_retries':0");
    JsonNode first = Envelope.details(submit(body, KEY), ErrorCode.DROPLET_UNREACHABLE);
    droplet.replay(Turns.status(200, "1"));
    Answer again = submit(body, KEY);
    assertThat(again.header("Idempotent-Replayed")).contains("true");
    assertThat(Envelope.details(again, ErrorCode.DROPLET_UNREACHABLE)).isEqualTo(first);
    assertThat(droplet.calls()).isZero();

    droplet.replay(Turns.status(404, "1"));
    Answer error = submit(task(), "Idempotency-Key: e");
    assertThat(submit(task(), "Idempotency-Key: e").body()).isEqualTo(error.body());

    droplet.replay(Turns.silence());
    String hasty = task("'timeout_seconds':0.2");
    Envelope.details(submit(hasty, "Idempotency-Key: t"), ErrorCode.TIMEOUT);
    Envelope.details(submit(hasty, "Idempotency-Key: t"), ErrorCode.TIMEOUT);
  }

  @Test
  void aCancelledTaskReplaysAsCancelled() {
    String body = task("'delay_seconds':3600");
    String id = accepted(body, KEY);
    assertThat(service.delete("/tasks/" + id).status()).isEqualTo(200);
    JsonNode details = Envelope.details(submit(body, KEY, "Prefer: wait=5"), ErrorCode.CONFLICT);
    assertThat(details.get("status").asText()).isEqualTo("cancelled");
    assertThat(details.get("task_id").asText()).isEqualTo(id);
  }

  @Test
  void aRefusedRequestUsesNoKey() {
    service.knows("other", droplet.url());
    Envelope.details(submit(task(), KEY), ErrorCode.DROPLET_NOT_FOUND);
    list();
    assertThat(submit(task(), KEY).header("Idempotent-Replayed")).isEmpty();
  }

  @Test
  void aDryRunUsesNoKey() {
    assertThat(submit(task("'dry_run':true"), KEY).body()).startsWith("{\"dry_run\":true");
    assertThat(submit(task(), KEY).header("Idempotent-Replayed")).isEmpty();
    assertThat(droplet.calls()).isEqualTo(1);
  }
}
