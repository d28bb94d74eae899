package ai.fullpotential.orchestrator.app;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.fullpotential.orchestrator.app.TestApplication.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End to end on the real clock, with the settings as they come: takes seven seconds. */
@OnEveryStore
class DefaultTimingE2ETest {

  @TempDir Path directory;

  @Test
  void theGapsBetweenAttemptsAreOneTwoAndFourSeconds() throws Exception {
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(status(503, ""));
        TestApplication service = TestApplication.start(directory, "TASK_BACKOFF_BASE", "")) {
      service.register("worker", droplet.url());
      Answer answer = service.task("{\"droplet_name\":\"worker\",\"path\":\"/\"}");
      assertThat(answer.status()).isEqualTo(503);
      JsonNode attempts =
          service
              .get("/tasks/" + answer.details().path("task_id").asText())
              .body()
              .path("attempts");
      assertThat(attempts).hasSize(4);
      List<Double> gaps = new ArrayList<>();
      for (int i = 1; i < attempts.size(); i++) {
        gaps.add(
            attempts.get(i).path("started_at").asDouble()
                - attempts.get(i - 1).path("ended_at").asDouble());
      }
      assertThat(gaps.get(0)).isCloseTo(1, within(0.1));
      assertThat(gaps.get(1)).isCloseTo(2, within(0.2));
      assertThat(gaps.get(2)).isCloseTo(4, within(0.4));
    }
  }
}
