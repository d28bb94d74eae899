package ai.fullpotential.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.config.Keys;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCheckTest {

  @TempDir Path directory;

  @Test
  void eachSettingIsShownWithItsOriginAndNothingIsStarted() throws IOException {
    Files.writeString(directory.resolve(".env"), "LOG_LEVEL=DEBUG\nREGISTY_URL=x\n");
    Shell shell = shell(Map.of("PORT", "9001"));

    assertThat(shell.run("config", "check")).isEqualTo(ExitCode.OK);

    assertThat(shell.out().lines().map(line -> line.replaceAll(" +", " ")))
        .hasSize(Keys.ALL.size())
        .contains(
            "HOST=0.0.0.0 default",
            "PORT=9001 environment",
            "LOG_LEVEL=DEBUG .env line 1",
            "PUBLIC_URL=http://localhost:9001 default");
    assertThat(shell.err())
        .isEqualTo(
            "  warning: REGISTY_URL (.env line 2) is not a setting; did you mean REGISTRY_URL?\n");
    assertThat(shell.actions).isEmpty();
  }

  @Test
  void aSecretIsNotShown() {
    String secret = "whsec_" + "c2VjcmV0".repeat(4);
    Shell shell = shell(Map.of("CALLBACK_SECRET", secret));

    assertThat(shell.run("config", "check")).isEqualTo(ExitCode.OK);
    assertThat(shell.run("config", "check", "--json")).isEqualTo(ExitCode.OK);

    assertThat(shell.out())
        .contains("CALLBACK_SECRET=*** ")
        .doesNotContain("whsec_")
        .doesNotContain("c2VjcmV0");
  }

  @Test
  void everythingThatIsWrongIsShown() throws IOException {
    Files.writeString(directory.resolve(".env"), "nonsense\nREGISTY_URL=x\n");
    Shell shell = shell(Map.of("PORT", "abc"));

    assertThat(shell.run("config", "check")).isEqualTo(ExitCode.USAGE);

    assertThat(shell.out()).isEmpty();
    assertThat(shell.err().lines())
        .containsExactly(
            "orchestrator: 2 settings are wrong",
            "  .env line 1: is not KEY=value, perhaps in quotes that are closed on the same line",
            "  PORT=abc (environment): must be a whole number from 0 to 65535",
            "  warning: REGISTY_URL (.env line 2) is not a setting; did you mean REGISTRY_URL?");
  }

  @Test
  void aSingleFaultIsCountedInWords() {
    Shell shell = shell(Map.of("PORT", "abc"));

    shell.run("config", "check");

    assertThat(shell.err()).startsWith("orchestrator: one setting is wrong\n");
  }

  @Test
  void scriptsGetTheSettingsAsOneObject() throws MalformedJson {
    Shell shell = shell(Map.of("PORT", "9001"));

    assertThat(shell.run("config", "check", "--json")).isEqualTo(ExitCode.OK);

    JsonNode report = json(shell);
    assertThat(report.get("ok").booleanValue()).isTrue();
    assertThat(report.get("settings").get(1))
        .hasToString("{\"key\":\"PORT\",\"value\":\"9001\",\"origin\":\"environment\"}");
    assertThat(report.get("faults")).isEmpty();
    assertThat(report.get("warnings")).isEmpty();
  }

  @Test
  void scriptsGetTheFaultsAsOneObject() throws MalformedJson {
    Shell shell = shell(Map.of("PORT", "abc"));

    assertThat(shell.run("config", "check", "--json")).isEqualTo(ExitCode.USAGE);

    JsonNode report = json(shell);
    assertThat(report.get("ok").booleanValue()).isFalse();
    assertThat(report.get("faults"))
        .hasToString(
            "[{\"key\":\"PORT\",\"value\":\"abc\",\"origin\":\"environment\","
                + "\"problem\":\"must be a whole number from 0 to 65535\"}]");
    assertThat(shell.err()).isEmpty();
  }

  private Shell shell(Map<String, String> environment) {
    return new Shell(directory, environment);
  }

  private static JsonNode json(Shell shell) throws MalformedJson {
    return Json.tree(shell.out().getBytes(StandardCharsets.UTF_8));
  }
}
