package ai.fullpotential.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.config.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own. */
class MainTest {

  @TempDir Path directory;

  private record Ended(int exitCode, String printed) {}

  @Test
  void theVersionIsPrintedAndAllIsWell() throws Exception {
    assertThat(run("--version"))
        .isEqualTo(new Ended(0, "orchestrator " + Version.current() + "\n"));
  }

  @Test
  void aFaultInTheFileOfTheWorkingDirectoryEndsItWithExitCodeTwo() throws Exception {
    Files.writeString(directory.resolve(".env"), "PORT=abc\n");

    assertThat(run("serve"))
        .isEqualTo(
            new Ended(
                2,
                """
                orchestrator: one setting is wrong
                  PORT=abc (.env line 1): must be a whole number from 0 to 65535
                """));
  }

  private Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().remove("PORT");
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), printed);
  }
}
