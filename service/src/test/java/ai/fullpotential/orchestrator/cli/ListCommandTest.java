package ai.fullpotential.orchestrator.cli;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnEveryStore
class ListCommandTest {

  private static final String ID = "01a20d2f-8e78-7132-8a0e-bebf7f31da49";
  private static final String PAGE =
      "{\"tasks\":[{\"id\":\""
          + ID
          + "\",\"droplet_name\":\"a-droplet-with-a-long-name\",\"status\":\"success\","
          + "\"response_status\":200,\"retry_count\":1,\"created_at\":1795517550.2,"
          + "\"completed_at\":1795517550.3,\"duration_ms\":106,\"method\":\"POST\","
          + "\"target_url\":\"http://localhost:8001/message\",\"error_message\":null}],"
          + "\"total\":12,\"limit\":1,\"next_cursor\":\"abc\"}";

  @TempDir Path directory;

  private final ScriptedDroplet service = ScriptedDroplet.playing(status(200, PAGE));
  private final Shell shell = Shell.of(service.url());

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void realTasksAreListedNewestFirst() throws Exception {
    try (TestApplication application = TestApplication.start(directory)) {
      application.post("/tasks", "{\"droplet_name\":\"registry\",\"path\":\"/health\"}");
      application.post("/tasks", "{\"droplet_name\":\"registry\",\"path\":\"/nothing\"}");
      Shell real = Shell.of(new BaseUrl(false, "127.0.0.1", application.port(), ""));

      assertThat(real.run("list --droplet registry")).isEqualTo(ExitCode.OK);

      assertThat(real.out().lines().toList()).hasSize(5);
      assertThat(real.out().lines().toList().get(1)).contains(" error ", "/nothing");
      assertThat(real.out().lines().toList().get(2)).contains(" success ", "/health");
      assertThat(real.out()).endsWith("\n2 of 2.\n");

      assertThat(real.run("list --status nonsense")).isEqualTo(ExitCode.USAGE);
      assertThat(real.err()).contains("status", "nonsense", "(INVALID_REQUEST)");
    }
  }

  @Test
  void everyOptionBecomesItsParameter() {
    shell.run(
        "list --status error --droplet a&b --capability c --tag t --q refused% --limit 5 --cursor x=y");

    assertThat(service.requests().getFirst().line())
        .isEqualTo(
            "GET /orchestrator/tasks?status=error&droplet_name=a%26b&capability=c&tag=t&q=refused%25"
                + "&limit=5&cursor=x%3Dy HTTP/1.1");
  }

  @Test
  void intoAPipeGoesEverythingWithoutColour() {
    shell.run("list");

    assertThat(shell.out().lines())
        .containsExactly(
            "ID                                    STATUS   HTTP  CREATED          MS  RETRIES"
                + "  DROPLET                     CALL                                ERROR",
            ID
                + "  success   200  11-24 19:52:30  106        1"
                + "  a-droplet-with-a-long-name  POST http://localhost:8001/message",
            "",
            "1 of 12; go on with --cursor abc");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 100, 120, 160})
  void onATerminalEachLineFits(int columns) {
    shell.screen = new Screen(true, true, () -> columns);
    shell.environment.put("NO_COLOR", "1");

    shell.run("list");

    assertThat(shell.out().lines()).allMatch(line -> line.length() <= columns);
    assertThat(shell.out()).contains(ID, "success", "a-drop");
  }

  @Test
  void statusesHaveColoursOnATerminal() {
    shell.screen = new Screen(true, true, () -> 80);

    shell.run("list");

    assertThat(shell.out()).contains("\u001b[32msuccess\u001b[0m");
  }

  @Test
  void thatNothingMatchesIsSaid() {
    service.replay(status(200, "{\"tasks\":[],\"total\":0,\"limit\":20}"));

    assertThat(shell.run("list")).isEqualTo(ExitCode.OK);

    assertThat(shell.out()).isEqualTo("No task matches.\n");
  }
}
