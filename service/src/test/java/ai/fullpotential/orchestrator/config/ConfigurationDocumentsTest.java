package ai.fullpotential.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/configuration.md and .env.example to the table of keys. */
class ConfigurationDocumentsTest {

  @TempDir Path directory;

  @Test
  void theDocumentHasExactlyOneRowForEachKey() throws IOException {
    List<String> rows =
        document("docs/configuration.md").lines().filter(l -> l.startsWith("| `")).toList();

    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            Keys.ALL.stream().map(ConfigurationDocumentsTest::row).toList());
  }

  private static String row(Key<?> key) {
    String standard = key.standard().isEmpty() ? "not set" : "`" + key.standard() + "`";
    return "| `%s` | %s | %s | %s |".formatted(key.name(), standard, key.allowed(), key.meaning());
  }

  @Test
  void theDocumentNamesEveryAlias() throws IOException {
    assertThat(document("docs/configuration.md"))
        .contains(Keys.ALL.stream().flatMap(key -> key.aliases().stream()).toList());
  }

  @Test
  void theDocumentShowsFaultsAsTheyAreTold() throws IOException {
    List<String> faults =
        Loads.in(directory).faults(Map.of("PORT", "80000", "TASK_TIMEOUT", "30s"));

    assertThat(document("docs/configuration.md").lines().map(String::strip)).containsAll(faults);
  }

  @Test
  void theExampleHasEachKeyCommentedWithItsDefault() throws IOException {
    assertThat(exampleKeys())
        .containsExactlyElementsOf(
            Keys.ALL.stream()
                .map(key -> "# " + key.name() + "=" + key.standard().replace(":PORT", ":8001"))
                .toList());
  }

  @Test
  void theExampleSetsNothingAndChangesNothingWhenItsCommentsAreTakenOff() throws IOException {
    Settings defaults = Loads.in(directory).settings(Map.of());
    String[] example = document(".env.example").lines().toArray(String[]::new);
    String[] uncommented = exampleKeys().stream().map(l -> l.substring(2)).toArray(String[]::new);

    assertThat(EnvFile.in(Loads.in(directory).withFile(example).directory()).entries()).isEmpty();
    assertThat(Loads.in(directory).withFile(uncommented).loaded(Map.of()).warnings()).isEmpty();
    assertThat(Loads.in(directory).withFile(uncommented).settings(Map.of())).isEqualTo(defaults);
  }

  private static List<String> exampleKeys() throws IOException {
    return document(".env.example")
        .lines()
        .filter(line -> line.matches("# ?[A-Z_]+=.*"))
        .collect(Collectors.toList());
  }

  private static String document(String name) throws IOException {
    Path module = Path.of("").toAbsolutePath();
    return Files.readString(module.resolveSibling(name));
  }
}
