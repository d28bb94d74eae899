package ai.fullpotential.orchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication.Answer;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.ForbiddenListener;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a Registry lists, some addresses are never called: not by tasks, and not by probes. */
@OnEveryStore
class TargetsTest {

  @TempDir Path directory;

  @Test
  void aRefusedAddressIsTriedAgainLikeARefusedConnectionAndToldWithItsRule() throws Exception {
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.status(200, "1"));
        ForbiddenListener beside =
            new ForbiddenListener(InetAddress.ofLiteral("127.0.0.2"), droplet.port());
        TestApplication service =
            TestApplication.start(
                directory,
                "DENY_TARGETS",
                "127.0.0.2",
                "TASK_MAX_RETRIES",
                "2",
                "DROPLET_PROBE_INTERVAL",
                "0.05")) {
      service.register("near", droplet.url());
      service.register("beside", new BaseUrl(false, "127.0.0.2", droplet.port(), ""));
      service.register("clouds", new BaseUrl(false, "169.254.169.254", 80, ""));

      assertThat(service.task("{\"droplet_name\":\"near\",\"path\":\"/\"}").status())
          .isEqualTo(200);
      assertRefused(
          service,
          "beside",
          "the address 127.0.0.2 of http://127.0.0.2:%d is refused: DENY_TARGETS has 127.0.0.2/32"
              .formatted(droplet.port()));
      assertRefused(
          service,
          "clouds",
          "the address 169.254.169.254 of http://169.254.169.254 is refused: cloud metadata"
              + " (169.254.169.254/32)");
      beside.assertNobodyCame();
    }
  }

  private static void assertRefused(TestApplication service, String droplet, String why)
      throws Exception {
    Answer answer = service.task("{\"droplet_name\":\"" + droplet + "\",\"path\":\"/\"}");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.details().path("last_error").asText()).isEqualTo(why);
    assertThat(answer.details().path("retry_count").asInt()).isEqualTo(2);
    JsonNode attempts =
        service.get("/tasks/" + answer.details().path("task_id").asText()).body().path("attempts");
    assertThat(attempts).hasSize(3);
    assertThat(attempts)
        .allSatisfy(
            attempt -> {
              assertThat(attempt.path("outcome").asText()).isEqualTo("refused");
              assertThat(attempt.path("error").asText()).isEqualTo(why);
            });
  }
}
