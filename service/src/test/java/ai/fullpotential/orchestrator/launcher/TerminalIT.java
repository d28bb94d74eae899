package ai.fullpotential.orchestrator.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.BaseUrl;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees who works in a terminal. */
class TerminalIT {

  /** What was there before, the command, how it ended, and whether it left the modes as they were. */
  private static final String BETWEEN =
      "stty -a | sed 1d > before; echo earlier; $ORCHESTRATOR %s; echo exit=$?; stty -a | sed 1d > after;"
          + " cmp before after && echo as before";

  @TempDir Path directory;
  @TempDir Path data;

  private TestApplication service;

  @BeforeEach
  void start() throws Exception {
    service = TestApplication.start(data, "TASK_BACKOFF_BASE", "1");
    service.register("down", new BaseUrl(false, "localhost", 1, ""));
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private Pty running(int columns, String line) {
    return running(columns, line, Map.of());
  }

  private Pty running(int columns, String line, Map<String, String> environment) {
    String url = "http://127.0.0.1:" + service.port();
    String exported = "export ORCHESTRATOR_URL=" + url + "; " + line;
    return Pty.running(directory, columns, 24, environment, exported);
  }

  private String failing(String options) throws Exception {
    return service
        .post("/tasks", "{\"droplet_name\":\"down\",\"path\":\"/x\"" + options + "}")
        .text("task_id");
  }

  @Test
  void topShowsAFailureAsItComesAndGivesTheTerminalBackOnQ() throws Exception {
    endsWell(
        top -> {
          try {
            failing(",\"max_retries\":0");
            top.until(s -> s.contains("Last failures") && s.contains("connection refused"));
            top.until(s -> s.lines().anyMatch(line -> line.matches("down +no +active +1 +1 .*")));
            top.type("p");
            top.until(s -> s.contains("PAUSED"));
            top.type("\u001b[C");
            top.until(s -> s.contains("Droplets by tasks"));
            top.type("q");
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        0);
  }

  @Test
  void aSignalGivesTheTerminalBackToo() throws Exception {
    endsWell(top -> top.program().destroy(), 128 + 15);
  }

  @Test
  void ctrlCEndsItAsQDoes() throws Exception {
    endsWell(
        top -> {
          try {
            top.type("\u0003");
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        0);
  }

  private void endsWell(Consumer<Pty> use, int exitCode) throws Exception {
    try (Pty top = running(80, BETWEEN.formatted("top --interval 60"))) {
      top.until(s -> s.contains("Droplets by failed") && s.contains("q quit"));
      assertThat(top.screen()).doesNotContain("earlier");
      use.accept(top);
      top.until(s -> s.contains("exit="));
      top.ended();
      top.until(s -> s.contains("as before"));

      assertThat(top.screen())
          .contains("earlier", "exit=" + exitCode)
          .doesNotContain("Droplets by", "q quit");
      assertThat(top.written().lastIndexOf("\u001b[?25h"))
          .isGreaterThan(top.written().lastIndexOf("\u001b[?25l"));
    }
  }

  @Test
  void topIsDrawnAnewInANewSize() throws Exception {
    try (Pty top = running(80, "$ORCHESTRATOR top")) {
      top.until(s -> s.lines().toList().getLast().startsWith("q quit"));

      top.resize(60, 12);
      top.until(s -> s.lines().toList().size() == 12);
      top.until(s -> s.lines().toList().getLast().startsWith("q quit"));
      assertThat(top.screen()).contains("orchestrator ").contains("Droplets by failed");

      top.resize(120, 40);
      top.until(s -> s.lines().toList().size() == 40);
      top.until(s -> s.lines().toList().getLast().startsWith("q quit"));
      top.until(s -> s.contains("URL"));
      top.type("q");
      top.ended();
    }
  }

  @Test
  void onlyWhatHasChangedIsDrawn() throws Exception {
    try (Pty top = running(80, "$ORCHESTRATOR top --interval 1")) {
      top.until(s -> s.contains("up ") && s.contains("q quit"));
      top.until(s -> s.matches("(?s).*up \\d+ s.*"));
      int before = top.written().length();
      String first = top.lines().getFirst();
      top.until(s -> !s.lines().findFirst().orElseThrow().equals(first));

      assertThat(top.written().substring(before)).hasSizeLessThan(1000).doesNotContain("\u001b[2J");
      top.type("q");
      top.ended();
    }
  }

  @Test
  void watchShowsARetryAsItHappensAndLeavesTheWholeRecord() throws Exception {
    String id =
        service
            .post(
                "/tasks",
                "{\"droplet_name\":\"down\",\"path\":\"/x\",\"max_retries\":2,"
                    + "\"delay_seconds\":1}")
            .text("task_id");
    try (Pty watch = running(100, BETWEEN.formatted("watch " + id))) {
      watch.until(s -> s.contains("waits for  backoff") && s.contains("Ctrl-C ends the watch"));
      assertThat(watch.screen()).contains("earlier", "\n      1  ");
      watch.until(s -> s.contains("\n      2  "));
      watch.until(s -> s.contains("exit=1"));
      watch.ended();
      watch.until(s -> s.contains("as before"));

      assertThat(watch.screen())
          .contains("earlier\nerror  " + id, "\n      3  ")
          .doesNotContain("Ctrl-C ends", "waits for");
    }
  }

  @Test
  void ctrlCEndsAWatchWithoutATrace() throws Exception {
    String id = failing(",\"delay_seconds\":600");
    try (Pty watch = running(100, BETWEEN.formatted("watch " + id))) {
      watch.until(s -> s.contains("Ctrl-C ends the watch"));
      watch.type("\u0003");
      watch.until(s -> s.contains("exit=130"));
      watch.ended();
      watch.until(s -> s.contains("as before"));

      assertThat(watch.written()).endsWith("as before\r\n").contains("\u001b[?25h");
    }
  }

  @Test
  void viewsGoOnThroughARestartOfTheService() throws Exception {
    String id = failing(",\"delay_seconds\":4,\"max_retries\":0");
    int port = service.port();
    try (Pty top = running(100, "$ORCHESTRATOR top --interval 1");
        Pty watch = running(100, "$ORCHESTRATOR watch " + id)) {
      top.until(s -> s.contains("q quit"));
      watch.until(s -> s.contains("Ctrl-C ends the watch"));

      service.close();
      top.until(s -> s.contains("no connection; is it running there?; trying again"));
      watch.until(s -> s.contains("no connection; is it running there?; trying again"));

      service = TestApplication.start(data, "PORT", String.valueOf(port));
      top.until(s -> !s.contains("trying again"));
      watch.until(s -> s.contains("\nerror  " + id) || s.startsWith("error  " + id));
      top.until(s -> s.contains(id) && s.contains("Last failures"));
      top.type("q");
      top.ended();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 200})
  void tablesFitTheTerminal(int columns) throws Exception {
    failing(",\"max_retries\":0");
    try (Pty list = running(columns, "$ORCHESTRATOR list; $ORCHESTRATOR droplets; echo done")) {
      list.until(s -> s.contains("done"));
      list.ended();

      assertThat(list.written().replaceAll("\u001b\\[\\d+m", "").lines())
          .allMatch(line -> line.length() <= columns)
          .anyMatch(line -> line.contains("ID"))
          .anyMatch(line -> line.startsWith("down"));
      assertThat(list.written().contains("ERROR")).isEqualTo(columns == 200);
    }
  }

  @Test
  void coloursAreForATerminalWhoseUserWantsThem() throws Exception {
    String line = "$ORCHESTRATOR droplets; $ORCHESTRATOR droplets | cat > piped; echo done";
    try (Pty coloured = running(80, line);
        Pty plain = running(80, line, Map.of("NO_COLOR", "1"))) {
      coloured.until(s -> s.contains("done"));
      plain.until(s -> s.contains("done"));

      assertThat(coloured.written()).contains("\u001b[32myes", "\u001b[31mno");
      assertThat(plain.written()).contains("down").doesNotContain("\u001b[");
    }
    assertThat(directory.resolve("piped")).content().contains("down").doesNotContain("\u001b");
  }
}
