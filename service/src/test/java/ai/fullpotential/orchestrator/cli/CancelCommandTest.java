package ai.fullpotential.orchestrator.cli;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelCommandTest {

  private final ScriptedDroplet service =
      ScriptedDroplet.playing(
          status(200, "{\"id\":\"t1\",\"status\":\"cancelled\",\"attempts\":[]}"),
          status(
              409,
              "{\"status\":\"error\",\"error\":{\"code\":\"CONFLICT\",\"message\":\"Task 't1' has"
                  + " ended.\",\"details\":{\"status\":\"success\"}},\"timestamp\":\"x\"}"));
  private final Shell shell = Shell.of(service.url());

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void whatTheTaskHadComeToIsShownAndOneThatHadEndedIsAFailure() {
    assertThat(shell.run("cancel t1")).isEqualTo(ExitCode.OK);
    assertThat(shell.run("cancel t1")).isEqualTo(ExitCode.FAILURE);

    assertThat(service.requests().getFirst().line())
        .isEqualTo("DELETE /orchestrator/tasks/t1 HTTP/1.1");
    assertThat(shell.out()).isEqualTo("cancelled  t1\n");
    assertThat(shell.err())
        .isEqualTo("orchestrator: Task 't1' has ended. (CONFLICT)\n  status: success\n");
  }

  @Test
  void anIdIsWanted() {
    assertThat(shell.run("cancel")).isEqualTo(ExitCode.USAGE);

    assertThat(shell.err()).startsWith("orchestrator: Missing required parameter: 'ID'");
    assertThat(service.calls()).isZero();
  }
}
