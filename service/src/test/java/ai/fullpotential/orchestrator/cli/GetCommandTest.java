package ai.fullpotential.orchestrator.cli;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Seen;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryStore
class GetCommandTest {

  private static final String QUEUED =
      "{\"id\":\"t1\",\"droplet_name\":\"a\",\"status\":\"queued\",\"created_at\":1795517550.2,"
          + "\"method\":\"GET\",\"target_url\":null,\"replay_of\":\"t0\",\"waiting_on\":"
          + "{\"reason\":\"schedule\",\"until\":1795521150.0,\"detail\":\"later\"},\"attempts\":[]}";
  private static final String ENDED = "{\"id\":\"t1\",\"status\":\"success\",\"attempts\":[]}";
  private static final String FAILED = "{\"id\":\"t1\",\"status\":\"timeout\",\"attempts\":[]}";

  @TempDir Path directory;

  private final ScriptedDroplet service = ScriptedDroplet.playing(status(200, QUEUED));
  private final Shell shell = Shell.of(service.url());

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void aRealTaskIsShownWithItsAttempts() throws Exception {
    try (TestApplication application = TestApplication.start(directory)) {
      String id =
          application
              .post(
                  "/tasks",
                  "{\"droplet_name\":\"registry\",\"path\":\"/health\",\"meta\":{\"ticket\":42}}")
              .text("task_id");
      Shell real = Shell.of(new BaseUrl(false, "127.0.0.1", application.port(), ""));

      assertThat(real.run("get", id, "--wait", "5")).isEqualTo(ExitCode.OK);

      assertThat(real.out())
          .startsWith("success  " + id + "\n  droplet    registry\n")
          .containsPattern("created    \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\n")
          .contains("meta:\n{\n  \"ticket\" : 42\n}\n")
          .containsPattern("ATTEMPT  STARTED .*\n      1  .* answered +200 +http://");

      assertThat(real.run("get", "no/such task")).isEqualTo(ExitCode.FAILURE);
      assertThat(real.err()).contains("(TASK_NOT_FOUND)", "no/such task");
    }
  }

  @Test
  void whatATaskWaitsForIsToldInLocalTime() {
    assertThat(shell.run("get t1")).isEqualTo(ExitCode.OK);

    assertThat(shell.out().lines())
        .containsExactly(
            "queued  t1",
            "  droplet    a",
            "  call       GET",
            "  created    2026-11-24 19:52:30",
            "  waits for  schedule until 2026-11-24 20:52:30: later",
            "  replay of  t0");
  }

  @Test
  void waitingGoesOnOverSeveralAnswers() {
    service.replay(status(200, QUEUED), status(200, QUEUED), status(200, ENDED));

    assertThat(shell.run("get t1 --wait 300")).isEqualTo(ExitCode.OK);

    assertThat(service.requests())
        .extracting(Seen::line)
        .hasSize(3)
        .allMatch(line -> line.equals("GET /orchestrator/tasks/t1?wait=60 HTTP/1.1"));
    assertThat(shell.out()).startsWith("success  t1");
  }

  @Test
  void aTaskThatHasNotSucceededInTimeIsAFailureOfTheWait() {
    assertThat(shell.run("get t1 --wait 3")).isEqualTo(ExitCode.FAILURE);
    assertThat(service.requests())
        .extracting(seen -> seen.line().replaceAll(".*wait=| HTTP.*", ""))
        .containsExactly("3", "2", "1", "0");

    service.replay(status(200, FAILED));
    assertThat(shell.run("get t1 --wait 0")).isEqualTo(ExitCode.FAILURE);
    assertThat(shell.run("get t1")).isEqualTo(ExitCode.OK);
  }

  @Test
  void anIdIsWanted() {
    assertThat(shell.run("get")).isEqualTo(ExitCode.USAGE);

    assertThat(shell.err()).startsWith("orchestrator: Missing required parameter: 'ID'");
  }

  @Test
  void theEnvironmentSaysWhoAsks() {
    shell.environment.putAll(Map.of("ORCHESTRATOR_TOKEN", "from-env"));

    shell.run("get t1");
    shell.run("get t1 --token given");

    assertThat(service.requests())
        .extracting(seen -> seen.header("Authorization").getFirst())
        .containsExactly("Bearer from-env", "Bearer given");
  }
}
