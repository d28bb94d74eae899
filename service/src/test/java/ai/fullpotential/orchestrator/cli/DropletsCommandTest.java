package ai.fullpotential.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.BaseUrl;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropletsCommandTest {

  @TempDir Path directory;

  private TestApplication application;
  private Shell shell;

  @BeforeEach
  void start() throws Exception {
    application = TestApplication.start(directory);
    application.register("down", new BaseUrl(false, "localhost", 1, ""));
    application.post("/tasks", "{\"droplet_name\":\"down\",\"path\":\"/x\",\"max_retries\":1}");
    shell = Shell.of(new BaseUrl(false, "127.0.0.1", application.port(), ""));
  }

  @AfterEach
  void stop() {
    application.close();
  }

  @Test
  void eachDropletIsALineWithItsFigures() {
    assertThat(shell.run("droplets")).isEqualTo(ExitCode.OK);

    assertThat(shell.out())
        .startsWith("DROPLET       REACHABLE  STATUS  TASKS  FAILED  RETRIES")
        .containsPattern("(?m)^down +no +active +1 +1 +1 +\\d+ +\\d+  http://localhost:1$")
        .contains(", from the registry.\n");
  }

  @Test
  void whoSendsHeartbeatsIsSeenByTheTimeOfTheLast() throws Exception {
    application.post("/heartbeat", "{\"service_name\":\"down\"}");

    shell.run("droplets");

    assertThat(shell.out())
        .startsWith("DROPLET       REACHABLE  HEARTBEAT       STATUS  TASKS")
        .containsPattern("(?m)^down +yes +\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  active +1")
        .containsPattern("(?m)^registry +(yes|no) {19,}active");
  }

  @Test
  void cachedOnesComeWithoutAQuestionToTheRegistry() {
    shell.run("droplets --cached");

    assertThat(shell.out()).contains("\ndown ").contains(", from the cache.\n");
  }

  @Test
  void aProgramGetsTheAnswerAsItCame() {
    shell.run("droplets --json");

    assertThat(shell.out()).startsWith("{\"droplets\":[{\"id\":1,");
  }
}
