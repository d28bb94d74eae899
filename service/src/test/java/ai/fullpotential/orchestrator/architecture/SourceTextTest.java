package ai.fullpotential.orchestrator.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no file of the repository may hold. */
class SourceTextTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** Taken apart, so that this file does not hold what it looks for. */
  private static final Pattern SECRET =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE"
              + " KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|whsec_[A-Za-z0-9+/]{24}");

  private static final int LONGEST_FILE = 300;

  @Test
  void noSecretIsKept() throws IOException {
    assertThat(linesWith(SECRET)).isEmpty();
  }

  @Test
  void noMainFileIsTooLongToRead() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : files()) {
      if (file.toString().contains("src/main/java")
          && Files.readAllLines(file).size() > LONGEST_FILE) {
        tooLong.add(file.toString());
      }
    }
    assertThat(tooLong).isEmpty();
  }

  private static List<String> linesWith(Pattern pattern) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files()) {
      for (String line : Files.readAllLines(file)) {
        if (pattern.matcher(line).find()) {
          found.add(ROOT.relativize(file) + ": " + line.strip());
        }
      }
    }
    return found;
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(Files::isRegularFile).filter(SourceTextTest::isOurs).toList();
    }
  }

  private static boolean isOurs(Path file) {
    String path = ROOT.relativize(file).toString();
    return !path.startsWith(".git/")
        && !path.contains("target/")
        && !path.startsWith("data/")
        && path.matches(
            ".*(\\.(java|xml|md|yml|conf|service|properties|example|sh)|Dockerfile|orchestrator|compare|check-image|healthcheck|run)");
  }
}
