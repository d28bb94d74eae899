package ai.fullpotential.orchestrator.cli;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.cli.TopView.Choice;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(Lifecycle.PER_CLASS)
class TopCommandTest {

  @TempDir static Path directory;

  private TestApplication application;
  private BaseUrl url;
  private Shell shell;

  @BeforeAll
  void start() throws Exception {
    application = TestApplication.start(directory);
    url = new BaseUrl(false, "127.0.0.1", application.port(), "");
    for (int i = 0; i < 30; i++) {
      application.register("droplet-" + i, new BaseUrl(false, "localhost", 1, ""));
      application.post("/tasks", "{\"droplet_name\":\"registry\",\"path\":\"/nothing" + i + "\"}");
    }
    application.post(
        "/tasks",
        "{\"droplet_name\":\"droplet-1\",\"path\":\"/x\",\"max_retries\":0,\"tags\":[\"t\"]}");
  }

  @AfterAll
  void stop() {
    application.close();
  }

  @BeforeEach
  void freshShell() {
    shell = Shell.of(url);
  }

  @Test
  void outsideATerminalItIsShownOnce() {
    assertThat(shell.run("top")).isEqualTo(ExitCode.OK);

    assertThat(shell.out())
        .startsWith("orchestrator ")
        .containsPattern("ended +31 +0.0% good +31 failed +0 timed out")
        .contains("Droplets by failed\n", "Last failures\n", "connection refused")
        .doesNotContain("\u001b");
  }

  @Test
  void tasksThatCannotBeReadDoNotLookLikeNone() {
    String away =
        "{\"status\":\"error\",\"error\":{\"code\":\"STORE_UNAVAILABLE\",\"message\":\"No disk.\"}}";
    try (ScriptedDroplet service =
        ScriptedDroplet.playing(
            status(200, "{\"status\":\"error\"}"),
            status(200, "{}"),
            status(503, away), // droplets: none is known
            status(503, away))) {
      shell = Shell.of(service.url());

      assertThat(shell.run("top --json")).isEqualTo(ExitCode.FAILURE);
      assertThat(shell.out()).contains("No disk.").doesNotContain("failures");
    }
  }

  @Test
  void aProgramGetsOneObject() throws Exception {
    shell.run("top --json");

    JsonNode json = Json.tree(shell.out().getBytes(StandardCharsets.UTF_8));
    assertThat(json.path("health").path("status").asText()).isEqualTo("active");
    assertThat(json.path("metrics").path("tasks").path("total").asInt()).isEqualTo(31);
    assertThat(json.path("failures")).hasSize(31);
  }

  @ParameterizedTest
  @CsvSource({"60, 20", "80, 24", "200, 50", "80, 5", "20, 1"})
  void itFitsEveryScreen(int columns, int rows) throws Exception {
    List<String> lines = lines(columns, rows, Choice.USUAL);

    assertThat(lines).hasSize(rows);
    assertThat(lines.stream().skip(5).limit(Math.max(0, rows - 6)))
        .allMatch(line -> Width.of(line) <= columns);
    assertThat(lines.getLast()).startsWith("q quit");
  }

  @Test
  void tablesShareTheRowsAndSayWhatIsLeftOut() throws Exception {
    List<String> lines = lines(100, 30, Choice.USUAL);

    assertThat(lines)
        .contains("Droplets by failed (9 of 32)", "Last failures (9 of 31)")
        .anyMatch(line -> line.startsWith("registry "));
  }

  @Test
  void theOrderAndTheBeginningOfTheDropletsAreAsAskedFor() throws Exception {
    List<String> lines = lines(100, 30, new Choice(TopSort.NAME, 4, "PAUSED"));

    assertThat(lines.get(lines.indexOf("Droplets by name (9 of 32)") + 2))
        .startsWith("droplet-12 ");
    assertThat(lines.getLast()).startsWith("PAUSED");
  }

  private List<String> lines(int columns, int rows, Choice choice) throws Exception {
    try (ApiClient api = new ApiClient(url, Optional.empty())) {
      Session session =
          shell.session(
              api,
              new Terminal(
                  new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter())));
      TopRates rates = new TopRates();
      TopReading reading = TopReading.of(session);
      rates.add(reading);
      return new TopView(session).lines(reading, rates, choice, columns, rows);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5, 1", "61, 60"})
  void anIntervalOutsideItsBoundsIsRefused(String seconds, String bound) {
    assertThat(shell.run("top --interval " + seconds)).isEqualTo(ExitCode.USAGE);

    assertThat(shell.err()).contains(bound, seconds);
  }
}
