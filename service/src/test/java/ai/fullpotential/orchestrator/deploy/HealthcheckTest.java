package ai.fullpotential.orchestrator.deploy;

import static ai.fullpotential.orchestrator.net.Turns.answer;
import static ai.fullpotential.orchestrator.net.Turns.sendAndClose;
import static ai.fullpotential.orchestrator.net.Turns.silence;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that tells a container engine how the service does. */
class HealthcheckTest {

  private record Verdict(int exitCode, String said) {}

  @TempDir Path directory;

  @Test
  void isContentWithTheServiceAsItIs() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      Verdict verdict = check(service.port());

      assertThat(verdict.said()).contains("\"service\":\"orchestrator\"");
      assertThat(verdict.exitCode()).isZero();
    }
  }

  @Test
  void isNotContentWhenTheServiceDrains() throws Exception {
    assertThat(checkAnswer("{\"status\":\"inactive\",\"service\":\"orchestrator\"}"))
        .isEqualTo(
            new Verdict(1, "not active: {\"status\":\"inactive\",\"service\":\"orchestrator\"}\n"));
  }

  @Test
  void doesNotTakeTheStatusOfADependencyForTheServices() throws Exception {
    assertThat(
            checkAnswer(
                    "{\"status\":\"error\",\"dependencies\":{\"cache\":{\"status\":\"active\"}}}")
                .exitCode())
        .isEqualTo(1);
  }

  @Test
  void isNotContentWithSomethingElseOnThePort() throws Exception {
    assertThat(checkAnswer("<h1>active</h1>").exitCode()).isEqualTo(1);
  }

  @Test
  void isNotContentWhenNothingListens() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    assertThat(check(free))
        .isEqualTo(new Verdict(1, "nothing listens on 127.0.0.1, port " + free + "\n"));
  }

  @Test
  void doesNotWaitForEver() throws Exception {
    try (ScriptedDroplet silent = ScriptedDroplet.playing(silence())) {
      assertThat(check(silent.port())).isEqualTo(new Verdict(1, "no answer within 3 s\n"));
    }
  }

  private static Verdict checkAnswer(String body) throws IOException, InterruptedException {
    try (ScriptedDroplet server =
        ScriptedDroplet.playing(sendAndClose(answer(200, "application/json", body)))) {
      Verdict verdict = check(server.port());
      assertThat(server.requests().getFirst().line())
          .isEqualTo("GET /orchestrator/health HTTP/1.1");
      return verdict;
    }
  }

  private static Verdict check(int port) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(Checkout.path("deploy/healthcheck").toString())
            .redirectErrorStream(true);
    builder.environment().put("PORT", String.valueOf(port));
    builder.environment().remove("HOST");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Verdict(process.waitFor(), said);
  }
}
