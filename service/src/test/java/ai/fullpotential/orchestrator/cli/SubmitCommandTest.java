package ai.fullpotential.orchestrator.cli;

import static ai.fullpotential.orchestrator.net.Turns.hangUp;
import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Seen;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@OnEveryStore
class SubmitCommandTest {

  private static final String ACCEPTED =
      "{\"task_id\":\"t1\",\"status\":\"queued\",\"status_url\":\"/orchestrator/tasks/t1\"}";

  @TempDir Path directory;

  private final ScriptedDroplet service = ScriptedDroplet.playing(status(202, ACCEPTED));
  private final Shell shell = Shell.of(service.url());

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void theEndOfARealTaskIsShown() throws Exception {
    try (TestApplication application = TestApplication.start(directory)) {
      Shell real = Shell.of(new BaseUrl(false, "127.0.0.1", application.port(), ""));

      assertThat(real.run("submit", "registry", "/health")).isEqualTo(ExitCode.OK);

      assertThat(real.out())
          .startsWith("success  ")
          .containsPattern("  call       http://\\S+/health\n  answer     HTTP 200\n")
          .contains("\"service\" : \"registry\"");
      assertThat(real.err()).isEmpty();

      assertThat(real.run("submit", "registry", "/nothing")).isEqualTo(ExitCode.FAILURE);
      assertThat(real.out()).contains("error  ", "the droplet answered HTTP 404");

      assertThat(real.run("submit", "nobody", "/")).isEqualTo(ExitCode.FAILURE);
      assertThat(real.err())
          .startsWith("orchestrator: Droplet 'nobody' not found in registry (DROPLET_NOT_FOUND)\n")
          .contains("  available_droplets: ", "registry");
    }
  }

  @Test
  void aCapabilityTakesThePlaceOfADroplet() {
    assertThat(shell.run("submit --capability mail /send --async")).isEqualTo(ExitCode.OK);
    assertThat(only().body()).isEqualTo("{\"capability\":\"mail\",\"path\":\"/send\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"submit mailer", "submit --capability mail mailer /send"})
  void whomAndWhereMustBeGivenOnce(String command) {
    assertThat(shell.run(command)).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("PATH");
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void everyOptionBecomesItsField() {
    shell.run(
        "submit mailer /send?now=1 --method post --payload {\"n\":1.50} --meta {\"m\":2}"
            + " --run-at 2026-11-24T18:00 --deadline 2026-11-25T00:00:00Z --delay 1.5 --priority 2"
            + " --max-retries 0 --timeout 60 --attempt-timeout 2.5 --tag a --tag b --dry-run");

    assertThat(only().line()).isEqualTo("POST /orchestrator/tasks HTTP/1.1");
    assertThat(only().header("Content-Type")).containsExactly("application/json");
    assertThat(only().header("Prefer")).isEmpty();
    assertThat(only().header("Authorization")).isEmpty();
    assertThat(only().body())
        .isEqualTo(
            "{\"droplet_name\":\"mailer\",\"path\":\"/send?now=1\",\"method\":\"POST\","
                + "\"payload\":{\"n\":1.50},\"meta\":{\"m\":2},\"run_at\":\"2026-11-24T09:00:00Z\","
                + "\"deadline\":\"2026-11-25T00:00:00Z\",\"delay_seconds\":1.5,\"priority\":2,"
                + "\"max_retries\":0,\"timeout_seconds\":60,\"attempt_timeout_seconds\":2.5,"
                + "\"tags\":[\"a\",\"b\"],\"dry_run\":true}");
  }

  @Test
  void whatWasNotGivenIsNotSent() {
    shell.run("submit mailer /send");

    assertThat(only().body()).isEqualTo("{\"droplet_name\":\"mailer\",\"path\":\"/send\"}");
  }

  @Test
  void howToWaitAndTheKeyAreHeaders() {
    shell.run("submit mailer /send --async --wait 5 --idempotency-key order-7 --token secret");

    assertThat(only().header("Prefer")).containsExactly("respond-async, wait=5");
    assertThat(only().header("Idempotency-Key")).containsExactly("order-7");
    assertThat(only().header("Authorization")).containsExactly("Bearer secret");
  }

  @Test
  void aTaskThatGoesOnIsNoFailureAndCanBeAskedFor() {
    assertThat(shell.run("submit mailer /send --async")).isEqualTo(ExitCode.OK);

    assertThat(shell.out()).isEqualTo("queued  t1\n  next       orchestrator get t1 --wait 60\n");
  }

  @Test
  void thePayloadMayComeFromAFileOrAPipe() throws Exception {
    Path file = Files.writeString(directory.resolve("body.json"), "{ \"from\": \"file\" }");

    shell.run("submit", "a", "/", "--payload-file", file.toString());
    shell.piping("\"piped\"").run("submit", "a", "/", "--payload-file", "-");

    assertThat(service.requests())
        .extracting(Seen::body)
        .containsExactly(
            "{\"droplet_name\":\"a\",\"path\":\"/\",\"payload\":{\"from\":\"file\"}}",
            "{\"droplet_name\":\"a\",\"path\":\"/\",\"payload\":\"piped\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--payload {a | --payload is not valid JSON at line 1, column 2",
        "--payload-file /no/such/file | there is no file /no/such/file",
        "--payload 1 --payload-file - | --payload and --payload-file exclude each other",
        "--run-at tomorrow | --run-at must be a time like 2026-11-24T18:00",
        "--wait -1 | --wait must be from 0 to 3600, not -1",
        "--priority high | Invalid value for option '--priority'",
        "--url nowhere | 'nowhere' is no URL like http://localhost:8001",
      })
  void whatCannotBeSentIsAWrongUse(String options, String problem) {
    assertThat(shell.run("submit a / " + options)).isEqualTo(ExitCode.USAGE);

    assertThat(shell.err()).startsWith("orchestrator: " + problem);
    assertThat(shell.err().lines()).last().isEqualTo("Try 'orchestrator submit --help'.");
    assertThat(service.calls()).isZero();
  }

  @Test
  void allFaultsThatTheServiceFindsAreTold() {
    service.replay(
        status(
            400,
            "{\"status\":\"error\",\"error\":{\"code\":\"INVALID_REQUEST\",\"message\":\"2 faults\","
                + "\"details\":{\"errors\":[{\"field\":\"path\",\"message\":\"is empty\"},"
                + "{\"field\":\"priority\",\"message\":\"must be 1 to 10\"}]}},\"timestamp\":\"x\"}"));

    assertThat(shell.run("submit a /")).isEqualTo(ExitCode.USAGE);

    assertThat(shell.err())
        .isEqualTo(
            "orchestrator: 2 faults (INVALID_REQUEST)\n  path is empty\n  priority must be 1 to 10\n");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void programsGetTheAnswerAsItCame() {
    String error =
        "{\"status\":\"error\",\"error\":{\"code\":\"TIMEOUT\",\"message\":\"m\",\"details\":{}}}";
    service.replay(status(504, error), status(202, ACCEPTED));

    assertThat(shell.run("submit a / --json")).isEqualTo(ExitCode.FAILURE);
    assertThat(shell.run("submit a / --json")).isEqualTo(ExitCode.OK);

    assertThat(shell.out()).isEqualTo(error + "\n" + ACCEPTED + "\n");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void whatADropletSaysCannotSteerTheTerminal() {
    service.replay(
        status(
            200,
            "{\"task_id\":\"t\",\"status\":\"success\",\"response_status\":200,\"retry_count\":2,"
                + "\"duration_ms\":7,\"response_body\":\"one\\n\\u001b[2Jtwo\"}"));

    shell.run("submit a /");

    assertThat(shell.out()).contains("  took       7 ms, 2 retries\n", "one\n?[2Jtwo\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:%d/orchestrator", "http://127.0.0.1:%d/orchestrator/"})
  void theServicesUrlMayHaveThePrefix(String url) {
    shell.run("submit a / --url " + url.formatted(service.port()));

    assertThat(only().line()).startsWith("POST /orchestrator/tasks ");
  }

  @Test
  void aServiceThatIsNotThereHasACodeOfItsOwn() {
    service.close();

    assertThat(shell.run("submit a /")).isEqualTo(ExitCode.UNREACHABLE);

    assertThat(shell.err())
        .isEqualTo(
            "orchestrator: cannot reach "
                + service.url()
                + ": no connection; is it running there?\n");
  }

  @Test
  void whatIsNoOrchestratorIsTold() {
    service.replay(status(502, "<html>Bad Gateway</html>"), hangUp(), status(200, "\"hello\""));

    assertThat(shell.run("submit a /")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(shell.run("submit a /")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(shell.run("submit a /")).isEqualTo(ExitCode.UNREACHABLE);

    assertThat(shell.err())
        .contains(": it answers HTTP 502, and not as an orchestrator does")
        .contains(": it answers HTTP 200, and not as an orchestrator does");
  }

  private Seen only() {
    assertThat(service.requests()).hasSize(1);
    return service.requests().getFirst();
  }
}
