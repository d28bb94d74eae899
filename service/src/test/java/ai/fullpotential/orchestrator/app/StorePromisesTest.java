package ai.fullpotential.orchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.fullpotential.orchestrator.app.TestApplication.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.store.TestStore;
import ai.fullpotential.orchestrator.time.Await;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the stores differ: the table under TASK_STORE in docs/configuration.md, line by line. */
@OnEveryStore
class StorePromisesTest {

  private static final String KEYED =
      "{\"droplet_name\":\"worker\",\"path\":\"/x\",\"idempotency_key\":\"order-7\"}";
  private static final String LATER =
      "{\"droplet_name\":\"worker\",\"path\":\"/x\",\"delay_seconds\":3600}";

  @TempDir Path directory;

  private final ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.status(200, "1"));

  @AfterEach
  void close() {
    droplet.close();
  }

  private TestApplication start(String... namesAndValues) throws Exception {
    TestApplication service = TestApplication.start(directory, namesAndValues);
    if (!service.knows("worker")) {
      service.register("worker", droplet.url());
    }
    Await.until("the droplet is known", () -> service.lists(droplet.url().toString()));
    return service;
  }

  private static boolean isMemory() {
    return TestStore.current() == TestStore.MEMORY;
  }

  @Test
  void aFinishedTaskOutlivesARestartExceptInMemory() throws Exception {
    String id;
    try (TestApplication first = start()) {
      id = first.task(KEYED).text("task_id");
    }
    try (TestApplication second = start()) {
      assertThat(second.get("/tasks/" + id).status()).isEqualTo(isMemory() ? 404 : 200);
    }
  }

  @Test
  void aTaskThatWaitsOutlivesARestartExceptInMemory() throws Exception {
    String id;
    try (TestApplication first = start()) {
      Answer answer = first.task(LATER);
      assertThat(answer.status()).isEqualTo(202);
      id = answer.text("task_id");
    }
    try (TestApplication second = start()) {
      Answer after = second.get("/tasks/" + id);
      assertThat(after.status()).isEqualTo(isMemory() ? 404 : 200);
      assertThat(after.text("status")).isEqualTo(isMemory() ? "error" : "queued");
    }
  }

  @Test
  void anIdempotencyKeyOutlivesARestartExceptInMemory() throws Exception {
    String id;
    try (TestApplication first = start()) {
      id = first.task(KEYED).text("task_id");
    }
    try (TestApplication second = start()) {
      String again = second.task(KEYED).text("task_id");
      assertThat(again.equals(id)).isEqualTo(!isMemory());
    }
  }

  @Test
  void onlyMemoryForgetsByNumber() throws Exception {
    try (TestApplication service = start("TASK_MAX_HISTORY", "2")) {
      for (int i = 0; i < 4; i++) {
        assertThat(service.task("{\"droplet_name\":\"worker\",\"path\":\"/x\"}").status())
            .isEqualTo(200);
      }
      assertThat(service.get("/tasks").body().path("total").asInt()).isEqualTo(isMemory() ? 2 : 4);
    }
  }

  @Test
  void onlyPostgresqlIsSharedByNodes() throws Exception {
    try (TestApplication first = start()) {
      String id = first.task(KEYED).text("task_id");
      switch (TestStore.current()) {
        case MEMORY -> assertThat(foundBesides(id)).isFalse();
        case SQLITE ->
            assertThatThrownBy(() -> foundBesides(id))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("another process");
        case POSTGRESQL -> assertThat(foundBesides(id)).isTrue();
      }
    }
  }

  private boolean foundBesides(String id) throws Exception {
    try (TestApplication second = TestApplication.start(directory)) {
      return second.get("/tasks/" + id).status() == 200;
    }
  }
}
