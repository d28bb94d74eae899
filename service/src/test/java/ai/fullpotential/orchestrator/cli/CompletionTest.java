package ai.fullpotential.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {

  /** What bash does when the completion key is pressed after these words. */
  private static final String ASK =
      "compopt() { :; }; source \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1));"
          + " _complete_orchestrator; printf '%s\\n' \"${COMPREPLY[@]}\"";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "orchestrator w, watch",
    "orchestrator sche, schedules",
    "orchestrator config c, check",
    "orchestrator schedules tr, trigger",
    "orchestrator policy s, set",
    "orchestrator policy set printer --breaker d, default",
    "orchestrator submit --pay, --payload --payload-file",
    "orchestrator top --i, --interval",
    "orchestrator list --status q, queued",
    "orchestrator completion z, zsh",
  })
  void bashCompletesCommandsOptionsAndValues(String words, String completed) throws Exception {
    Shell shell = new Shell(directory, Map.of());
    assertThat(shell.run("completion bash")).isEqualTo(ExitCode.OK);
    Path script = Files.writeString(directory.resolve("completion.bash"), shell.out());

    assertThat(bash(script, words.split(" "))).containsExactlyInAnyOrder(completed.split(" "));
  }

  private static List<String> bash(Path script, String... words) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "--norc", "-c", ASK, "bash", script.toString());
    builder.command().addAll(List.of(words));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().map(String::strip).toList();
  }

  @Test
  void zshIsToldFirstToTakeWhatBashTakes() {
    Shell shell = new Shell(directory, Map.of());

    assertThat(shell.run("completion zsh")).isEqualTo(ExitCode.OK);

    assertThat(shell.out()).startsWith("autoload -Uz compinit bashcompinit");
  }

  @Test
  void anotherShellIsRefused() {
    Shell shell = new Shell(directory, Map.of());

    assertThat(shell.run("completion fish")).isEqualTo(ExitCode.USAGE);

    assertThat(shell.err()).contains("bash, zsh");
  }
}
