package ai.fullpotential.orchestrator.launcher;

import static ai.fullpotential.orchestrator.net.Turns.silence;
import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.time.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that speak to a running service, as processes of their own. */
class ClientIT {

  private static final int SIGTERM = 128 + 15;

  @TempDir Path directory;

  @Test
  void handsATaskToAServiceThatRunsBesideIt() throws Exception {
    try (Launched service = Launched.here(directory, Map.of(), "serve")) {
      String url = "http://127.0.0.1:" + service.port("port=");
      try (Launched submit = client(url, "submit", "registry", "/health")) {
        assertThat(submit.exitCode()).isZero();
        assertThat(submit.out()).startsWith("success  ").doesNotContain("\u001b");
        assertThat(submit.err()).isEmpty();
      }
      try (Launched submit = client(url, "submit", "registry", "/nothing", "--json")) {
        assertThat(submit.exitCode()).isEqualTo(1);
        assertThat(submit.out()).startsWith("{\"task_id\":");
      }
    }
  }

  @Test
  void saysWithACodeOfItsOwnThatNothingIsThere() throws Exception {
    try (Launched list = client("http://127.0.0.1:1", "list")) {
      assertThat(list.exitCode()).isEqualTo(3);
      assertThat(list.errLines().getFirst())
          .isEqualTo(
              "orchestrator: cannot reach http://127.0.0.1:1: no connection; is it running there?");
    }
  }

  @Test
  void aSignalLeavesThePlaceOfALoadRightAndSaysHowToGoOn() throws Exception {
    Path file =
        Files.writeString(directory.resolve("tasks.ndjson"), "{\"path\":\"/\"}\n".repeat(1500));
    String answers = "{\"line\":1,\"task_id\":\"t\",\"status\":\"queued\"}\n".repeat(1000);
    try (ScriptedDroplet service = ScriptedDroplet.playing(status(200, answers), silence());
        Launched load = client(service.url().toString(), "load", file.toString())) {
      Await.until("the second batch", () -> service.calls() == 2);
      load.terminate();

      assertThat(load.exitCode()).isEqualTo(SIGTERM);
      assertThat(load.err())
          .contains(
              "stopped after 1000 of 1500 tasks, at line 1000; the same command goes on from there");
    }
    assertThat(Files.readString(directory.resolve("tasks.ndjson.progress")))
        .contains("\"lines\":1000,", "\"accepted\":1000,\"refused\":0,");
  }

  private Launched client(String url, String... arguments) {
    return Launched.here(directory, Map.of("ORCHESTRATOR_URL", url), arguments);
  }
}
