package ai.fullpotential.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.net.BaseUrl;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TokenCommandTest {

  @TempDir Path directory;
  private Path keys;
  private Shell shell;

  @BeforeEach
  void start() {
    keys = directory.resolve("keys");
    shell = fresh();
  }

  /** One whose clock is that of the service. */
  private Shell fresh() {
    Shell made = Shell.of(new BaseUrl(false, "127.0.0.1", 1, ""));
    made.time.advance(java.time.Duration.between(made.time.instant(), Instant.now()));
    return made;
  }

  private JsonNode made(String... options) throws Exception {
    Shell one = fresh();
    List<String> words =
        new ArrayList<>(List.of("token", "--json", "--directory", keys.toString()));
    words.addAll(List.of(options));
    assertThat(one.run(words.toArray(String[]::new))).as(one.err()).isEqualTo(ExitCode.OK);
    return Json.tree(one.out().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theTokenAloneIsPrintedAndTheSettingsBesideIt() {
    assertThat(shell.run("token", "--directory", keys.toString())).isEqualTo(ExitCode.OK);

    assertThat(shell.out()).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\R");
    assertThat(shell.err())
        .contains("AUTH_MODE=jwt", "AUTH_PUBLIC_KEY=" + keys.resolve("token-key.pub.pem"));
  }

  @Test
  void thePrivateKeyIsForItsOwnerAloneAndMadeOnce() throws Exception {
    made();
    Path key = keys.resolve("token-key.pem");
    String first = Files.readString(key);
    made();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(key)).isEqualTo(first);
  }

  @Test
  void theKeyIsInTheDirectoryOfDataUnlessSaidOtherwise() {
    shell.environment.put("DATA_DIR", directory.toString());

    assertThat(shell.run("token")).isEqualTo(ExitCode.OK);
    assertThat(directory.resolve("auth/token-key.pem")).exists();
  }

  @Test
  void whatIsAskedForIsInTheToken() throws Exception {
    JsonNode made =
        made(
            "--subject", "billing", "--scope", "read,read:all", "--issuer", "i", "--audience", "a");

    assertThat(made.path("subject").asText()).isEqualTo("billing");
    assertThat(made.path("scopes").toString()).isEqualTo("[\"read\",\"read:all\"]");
    assertThat(made.at("/settings/AUTH_ISSUER").asText()).isEqualTo("i");
    assertThat(made.at("/settings/AUTH_AUDIENCE").asText()).isEqualTo("a");
  }

  @Test
  void wrongWordsAreToldAndNothingIsMade() {
    for (List<String> wrong :
        List.of(
            List.of("--scope", "root"),
            List.of("--scope", " "),
            List.of("--hours", "0"),
            List.of("--hours", "9000"),
            List.of("--subject", " "))) {
      Shell one = fresh();
      List<String> words = new ArrayList<>(List.of("token", "--directory", keys.toString()));
      words.addAll(wrong);
      assertThat(one.run(words.toArray(String[]::new))).isEqualTo(ExitCode.USAGE);
      assertThat(one.err()).contains(wrong.getFirst());
    }
    assertThat(keys).doesNotExist();
  }

  @Test
  void aDirectoryThatCannotBeIsToldInOneLine() throws Exception {
    Files.writeString(keys, "a file");

    assertThat(shell.run("token", "--directory", keys.toString())).isEqualTo(ExitCode.FAILURE);
    assertThat(shell.err()).contains("--directory").doesNotContain("\tat ");
  }

  @Test
  void aServiceThatIsSetUpSoTakesTheTokenFromTheEnvironment() throws Exception {
    JsonNode mine = made("--subject", "billing", "--scope", "read");
    List<String> settings = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : mine.path("settings").properties()) {
      settings.add(each.getKey());
      settings.add(each.getValue().asText());
    }
    try (TestApplication application =
        TestApplication.start(directory.resolve("data"), settings.toArray(String[]::new))) {
      BaseUrl url = new BaseUrl(false, "127.0.0.1", application.port(), "");
      Shell without = Shell.of(url);
      assertThat(without.run("list")).isEqualTo(ExitCode.FAILURE);
      assertThat(without.err()).contains("UNAUTHORIZED");

      Shell with = Shell.of(url);
      with.environment.put("ORCHESTRATOR_TOKEN", mine.path("token").asText());
      assertThat(with.run("list")).as(with.err()).isEqualTo(ExitCode.OK);
      assertThat(with.run("submit", "registry", "/health")).isEqualTo(ExitCode.FAILURE);
      assertThat(with.err()).contains("FORBIDDEN", "submit");
    }
  }
}
