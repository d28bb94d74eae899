package ai.fullpotential.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.BaseUrl;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulesCommandTest {

  @TempDir Path directory;

  private TestApplication application;
  private Shell shell;

  @BeforeEach
  void start() throws Exception {
    application = TestApplication.start(directory);
    application.post(
        "/schedules",
        "{\"name\":\"nightly\",\"cron\":\"30 2 * * *\",\"time_zone\":\"Europe/Berlin\",\"task\":"
            + "{\"droplet_name\":\"registry\",\"path\":\"/health\"}}");
    shell = Shell.of(new BaseUrl(false, "127.0.0.1", application.port(), ""));
  }

  @AfterEach
  void stop() {
    application.close();
  }

  @Test
  void schedulesAreListedWithWhenTheyComeNext() {
    assertThat(shell.run("schedules")).isEqualTo(ExitCode.OK);

    assertThat(shell.out())
        .containsPattern(
            "nightly  30 2 \\* \\* \\*  Europe/Berlin  \\d\\d-\\d\\d [01]\\d:30:00 +0  registry"
                + " /health");
  }

  @Test
  void oneIsPausedAndResumedByItsName() throws Exception {
    assertThat(shell.run("schedules pause nightly")).isEqualTo(ExitCode.OK);
    assertThat(shell.out()).contains("  paused  ");
    assertThat(isPaused()).isTrue();

    assertThat(shell.run("schedules resume nightly")).isEqualTo(ExitCode.OK);
    assertThat(isPaused()).isFalse();
  }

  private boolean isPaused() throws Exception {
    return application
        .get("/schedules")
        .body()
        .path("schedules")
        .path(0)
        .path("paused")
        .asBoolean();
  }

  @Test
  void itsTaskCanBeMadeAtOnce() {
    assertThat(shell.run("schedules trigger nightly")).isEqualTo(ExitCode.OK);

    assertThat(shell.out()).startsWith("queued  ").contains("orchestrator get ");
  }

  @Test
  void anUnknownOneIsAFailure() {
    assertThat(shell.run("schedules pause weekly")).isEqualTo(ExitCode.FAILURE);

    assertThat(shell.err()).contains("'weekly'", "(NOT_FOUND)");
  }
}
