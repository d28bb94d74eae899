package ai.fullpotential.orchestrator.cli;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayCommandTest {

  private final ScriptedDroplet service =
      ScriptedDroplet.playing(
          status(202, "{\"task_id\":\"t2\",\"status\":\"queued\",\"status_url\":\"/x\"}"));
  private final Shell shell = Shell.of(service.url());

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void oneTaskIsMadeAnew() {
    assertThat(shell.run("replay t1")).isEqualTo(ExitCode.OK);

    assertThat(service.requests().getFirst().line())
        .isEqualTo("POST /orchestrator/tasks/t1/replay HTTP/1.1");
    assertThat(shell.out()).startsWith("queued  t2\n");
  }

  @Test
  void manyAreChosenByAFilter() {
    service.replay(status(202, "{\"id\":\"r1\",\"matched\":42,\"status\":\"running\"}"));

    assertThat(
            shell.run(
                "replay --status error --droplet mailer --tag t --created-after 2026-11-24"
                    + " --created-before 1795517550.25 --rate 2.5 --dry-run"))
        .isEqualTo(ExitCode.OK);

    assertThat(service.requests().getFirst().line())
        .isEqualTo("POST /orchestrator/replays HTTP/1.1");
    assertThat(service.requests().getFirst().body())
        .isEqualTo(
            "{\"filter\":{\"status\":\"error\",\"droplet_name\":\"mailer\",\"tag\":\"t\","
                + "\"created_after\":\"2026-11-23T15:00:00Z\","
                + "\"created_before\":\"2026-11-24T10:52:30.250Z\"},"
                + "\"rate_per_second\":2.5,\"dry_run\":true}");
    assertThat(shell.out())
        .isEqualTo("id               r1\nmatched          42\nstatus           running\n");
  }

  @ParameterizedTest
  @CsvSource({
    "replay, 'Missing an id, or a filter such as --status error'",
    "replay t1 --status error, 'An id leaves nothing to filter, to slow down or to count'",
    "replay t1 --rate 3, 'An id leaves nothing to filter, to slow down or to count'",
  })
  void whatIsMeantMustBeClear(String line, String problem) {
    assertThat(shell.run(line)).isEqualTo(ExitCode.USAGE);

    assertThat(shell.err()).startsWith("orchestrator: " + problem + "\n");
    assertThat(service.calls()).isZero();
  }
}
