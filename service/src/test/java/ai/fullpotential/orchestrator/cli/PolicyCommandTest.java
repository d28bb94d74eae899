package ai.fullpotential.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.BaseUrl;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies, and pausing, from the command line. */
class PolicyCommandTest {

  @TempDir Path directory;

  private TestApplication application;
  private Shell shell;

  @BeforeEach
  void start() throws Exception {
    application = TestApplication.start(directory);
    application.register("printer", new BaseUrl(false, "localhost", 1, ""));
    shell = Shell.of(new BaseUrl(false, "127.0.0.1", application.port(), ""));
  }

  @AfterEach
  void stop() {
    application.close();
  }

  private JsonNode stored(String name) throws Exception {
    return application.get("/policies/" + name).body().path("stored");
  }

  @Test
  void whatIsNamedIsChangedAndTheRestIsKept() throws Exception {
    assertThat(shell.run("policy set printer --rate 2.5 --burst 7 --concurrency 4"))
        .isEqualTo(ExitCode.OK);
    assertThat(shell.run("policy set printer --attempt-timeout 1.5 --concurrency none"))
        .isEqualTo(ExitCode.OK);
    assertThat(stored("printer").toString())
        .isEqualTo("{\"rate_per_second\":2.5,\"burst\":7,\"attempt_timeout_seconds\":1.5}");

    shell.run("policy set printer --rate 10");
    assertThat(stored("printer").path("burst").asInt()).isEqualTo(10);
    shell.run("policy set printer --rate none");
    assertThat(stored("printer").toString()).isEqualTo("{\"attempt_timeout_seconds\":1.5}");
  }

  @Test
  void aPausedOneStaysPausedWhenItIsChanged() throws Exception {
    shell.run("pause printer");
    shell.run("policy set printer --rate 1");

    assertThat(stored("printer").path("paused").asBoolean()).isTrue();
  }

  @Test
  void retriesAreChangedOnTopOfTheStoredPolicy() throws Exception {
    application.post("/droplets/printer/pause", "");
    shell.run("policy set printer --max-retries 7");
    assertThat(stored("printer").at("/retry/max_retries").asInt()).isEqualTo(7);

    shell.run("policy set printer --max-retries none");
    assertThat(stored("printer").has("retry")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "default 50 20 30 15",
        "percent=30 30 20 30 15",
        "percent=30,calls=10,window=60,open=0.5 30 10 60 0.5"
      })
  void aBreakerIsTheDefaultOrWhatIsSaidOfIt(
      String rule, int percent, int calls, double window, double open) throws Exception {
    assertThat(shell.run("policy set printer --breaker " + rule)).isEqualTo(ExitCode.OK);

    JsonNode breaker = stored("printer").path("breaker");
    assertThat(breaker.path("failure_percent").asInt()).isEqualTo(percent);
    assertThat(breaker.path("minimum_calls").asInt()).isEqualTo(calls);
    assertThat(breaker.path("window_seconds").asDouble()).isEqualTo(window);
    assertThat(breaker.path("open_seconds").asDouble()).isEqualTo(open);

    shell.run("policy set printer --breaker none");
    assertThat(stored("printer").has("breaker")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "policy set printer | Nothing to change",
        "policy set printer --rate fast | --rate must be a number or none, not 'fast'",
        "policy set printer --breaker 50 | --breaker must be default, none, or some of",
        "policy set printer --breaker percent=x | --breaker percent must be a number",
        "policy set printer --concurrency 0 | max_concurrency must be a whole number from 1",
        "policy set printer --burst 3 | burst has no meaning without rate_per_second",
        "policy | Missing command: 'policy' wants 'get', 'set' or 'delete'"
      })
  void whatIsWrongIsSaidAndChangesNothing(String line, String message) throws Exception {
    assertThat(shell.run(line)).isEqualTo(ExitCode.USAGE);

    assertThat(shell.err()).contains(message);
    assertThat(application.get("/policies").body().path("total").asInt()).isZero();
  }

  @Test
  void oneIsShownWithWhatComesFromTheDefault() {
    shell.run("policy set * --concurrency 8 --breaker default");
    shell.run("policy set PRINTER --rate 2");

    assertThat(shell.run("policy get printer")).isEqualTo(ExitCode.OK);

    assertThat(shell.out())
        .endsWith(
            """
            PRINTER  not paused
              rate        2/s
              burst       2
              at once     8  (by *)
              breaker     50% of 20 in 30 s, open 15 s  (by *)
            """);
  }

  @Test
  void allAreListedOneALine() {
    shell.run("policy set printer --rate 2 --concurrency 1");
    shell.run("policy set coming --attempt-timeout 3");
    shell.run("pause *");

    assertThat(shell.run("policies")).isEqualTo(ExitCode.OK);

    assertThat(shell.out())
        .containsPattern("(?m)^DROPLET +STATE +RATE +BURST +AT ONCE +RETRIES +ATTEMPT +BREAKER$")
        .containsPattern("(?m)^\\* +paused$")
        .containsPattern("(?m)^printer +paused +2/s +2 +1$")
        .containsPattern("(?m)^coming +paused +3 s$");
  }

  @Test
  void oneIsDeletedAndIsThenAFailureToDelete() throws Exception {
    shell.run("policy set printer --rate 2");

    assertThat(shell.run("policy delete printer")).isEqualTo(ExitCode.OK);
    assertThat(shell.out()).endsWith("printer has no policy of its own any more.\n");
    assertThat(stored("printer").isNull()).isTrue();
    assertThat(shell.run("policy delete printer")).isEqualTo(ExitCode.FAILURE);
  }

  @Test
  void aDropletIsPausedAndResumed() throws Exception {
    assertThat(shell.run("pause printer")).isEqualTo(ExitCode.OK);
    assertThat(shell.out())
        .contains("printer  paused\n", "to go on    orchestrator resume printer\n");
    assertThat(stored("printer").path("paused").asBoolean()).isTrue();

    assertThat(shell.run("resume printer")).isEqualTo(ExitCode.OK);
    assertThat(shell.out()).endsWith("printer  not paused\n");
  }

  @Test
  void anUnknownDropletIsAFailure() {
    assertThat(shell.run("pause nobody")).isEqualTo(ExitCode.FAILURE);

    assertThat(shell.err()).contains("'nobody'", "(NOT_FOUND)");
  }

  @Test
  void dropletsTellWhatHoldsThemOnlyWhenSomethingDoes() {
    shell.run("droplets");
    assertThat(shell.out()).doesNotContain("HELD BY").doesNotContain("LIMITS");

    shell.run("policy set * --concurrency 8");
    shell.run("policy set printer --rate 2 --breaker default");
    shell.run("pause printer");
    shell.run("droplets");

    assertThat(shell.out())
        .containsPattern("(?m)^DROPLET +REACHABLE +HELD BY +LIMITS +STATUS")
        .containsPattern("(?m)^printer +no +paused +2/s, 8 at once, breaker +active")
        .containsPattern("(?m)^registry +yes +8 at once +active");
  }

  @Test
  void dropletsTellOfABreakerThatIsOpen() throws Exception {
    application.send("PUT", "/policies/printer", "{\"breaker\":{\"minimum_calls\":1}}");
    application.post("/tasks", "{\"droplet_name\":\"printer\",\"path\":\"/x\",\"max_retries\":0}");

    shell.run("droplets");

    assertThat(shell.out()).containsPattern("(?m)^printer +no +breaker open +breaker +active");
  }

  @Test
  void aProgramGetsTheAnswerAsItCame() {
    shell.run("pause printer --json");

    assertThat(shell.out()).startsWith("{\"droplet_name\":\"printer\",\"known\":true,");
  }
}
