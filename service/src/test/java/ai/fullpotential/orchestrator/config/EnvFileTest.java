package ai.fullpotential.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvFileTest {

  private static final String MALFORMED =
      "is not KEY=value, perhaps in quotes that are closed on the same line";

  @TempDir Path directory;

  @Test
  void theEnvironmentWinsOverTheFile() {
    Loads loads = Loads.in(directory).withFile("PORT=9001", "LOG_LEVEL=ERROR");

    assertThat(loads.settings(Map.of("PORT", "9002")).server().port()).isEqualTo(9002);
    assertThat(loads.settings(Map.of("PORT", "9002")).logLevel())
        .isEqualTo(Settings.LogLevel.ERROR);
  }

  @Test
  void anEmptyValueInTheEnvironmentHidesTheFile() {
    Loads loads = Loads.in(directory).withFile("REGISTRY_URL=http://registry.example:8000");

    assertThat(loads.settings(Map.of()).embedded()).isEmpty();
    assertThat(loads.settings(Map.of("REGISTRY_URL", "")).embedded()).isPresent();
  }

  @Test
  void theOldNameInTheEnvironmentWinsOverTheNewOneInTheFile() {
    Loads loads = Loads.in(directory).withFile("CACHE_DIR=/file");

    assertThat(loads.settings(Map.of("REGISTRY_CACHE_DIR", "/environment")).registry().cacheDir())
        .isEqualTo(Path.of("/environment"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "HOST=one | one",
        "  HOST =  one  | one",
        "HOST=one # a comment | one",
        "HOST=\"one\" | one",
        "HOST='one' # a comment | one",
        "HOST=\" one \" | one",
      })
  void aLineIsAKeyAndAValue(String line, String value) {
    assertThat(Loads.in(directory).withFile(line).settings(Map.of()).server().host())
        .isEqualTo(value);
  }

  @Test
  void commentsBlankLinesAndEmptyValuesSetNothing() {
    Loads loads =
        Loads.in(directory).withFile("# PORT=1", "   # PORT=2", "", "  ", "PORT=", "HOST=''");

    assertThat(loads.settings(Map.of())).isEqualTo(Loads.in(directory).settings(Map.of()));
    assertThat(loads.settings(Map.of()).server().port()).isEqualTo(8001);
  }

  @Test
  void aQuotedValueMayHoldAHash() {
    assertThat(
            EnvFile.in(
                    Loads.in(directory).withFile("A=\"x # y\"", "B='x # y'", "C=x # y").directory())
                .entries())
        .isEqualTo(
            Map.of(
                "A", new EnvFile.Entry("x # y", 1),
                "B", new EnvFile.Entry("x # y", 2),
                "C", new EnvFile.Entry("x", 3)));
  }

  @Test
  void aMarkAtTheBeginningThatSomeEditorsLeaveIsPassedOver() {
    assertThat(Loads.in(directory).withFile("\uFEFFPORT=9001").settings(Map.of()).server().port())
        .isEqualTo(9001);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PORT",
        "export PORT=1",
        "=1",
        "A B=1",
        "PORT: 1",
        "HOST=\"open",
        "HOST='open",
        "HOST='",
        "HOST=\"",
        "HOST=\"a\"b\"",
        "HOST=a\"",
        "HOST='a'b'",
      })
  void aLineThatSaysNothingIsAFaultWithItsNumberAndNotItsText(String line) {
    assertThat(Loads.in(directory).withFile("# one", line, "PORT=9001").faults(Map.of()))
        .containsExactly(".env line 2: " + MALFORMED);
  }

  @Test
  void aQuoteLeftOpenDoesNotSwallowTheLinesAfterIt() {
    assertThat(Loads.in(directory).withFile("HOST=\"open", "PORT=x", "nonsense").faults(Map.of()))
        .containsExactly(
            ".env line 1: " + MALFORMED,
            ".env line 3: " + MALFORMED,
            "PORT=x (.env line 2): must be a whole number from 0 to 65535");
  }

  @Test
  void theLastOfTwoLinesCountsAndIsWarnedOf() {
    Loading.Loaded loaded =
        Loads.in(directory).withFile("PORT=9001", "HOST=a", "PORT=9002").loaded(Map.of());

    assertThat(loaded.settings().server().port()).isEqualTo(9002);
    assertThat(loaded.warnings())
        .containsExactly("PORT is set twice in .env; line 3 counts, not line 1");
  }

  @ParameterizedTest
  @CsvSource({
    "REGISTY_URL, REGISTRY_URL",
    "TASK_MAX_RETRYS, TASK_MAX_RETRIES",
    "port, PORT",
    "LOGLEVEL, LOG_LEVEL",
    "REGISTRY_CACHE_DIRS, REGISTRY_CACHE_DIR",
  })
  void aMisspeltKeyIsWarnedOfWithTheNearestKnownOne(String written, String meant) {
    List<String> warnings =
        Loads.in(directory).withFile(written + "=x").loaded(Map.of()).warnings();

    assertThat(warnings)
        .containsExactly(written + " (.env line 1) is not a setting; did you mean " + meant + "?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HOME", "PATH", "DB_HOST", "POSTGRES_PORT", "COMPOSE_PROJECT_NAME", "X"})
  void aKeyOfAnotherProgramIsLeftAlone(String key) {
    assertThat(Loads.in(directory).withFile(key + "=x").loaded(Map.of()).warnings()).isEmpty();
  }

  @Test
  void faultsComeWithTheWarnings() {
    Loading loading = Loads.in(directory).withFile("REGISTY_URL=x", "PORT=x").load(Map.of());

    assertThat(loading).isInstanceOf(Loading.Faulty.class);
    assertThat(loading.warnings()).hasSize(1);
  }

  @Test
  void aDirectoryInItsPlaceIsAFault() throws IOException {
    Files.createDirectory(directory.resolve(".env"));

    assertThat(Loads.in(directory).faults(Map.of()))
        .containsExactly(".env: cannot be read: it is a directory");
  }

  @Test
  void aFileThatIsNotUtf8IsAFault() throws IOException {
    Files.write(directory.resolve(".env"), new byte[] {'A', '=', (byte) 0xff});

    assertThat(Loads.in(directory).faults(Map.of()))
        .containsExactly(".env: cannot be read: it is not UTF-8");
  }

  @Test
  void aFileThatCannotBeReadIsAFault() throws IOException {
    Files.createSymbolicLink(directory.resolve("loop"), directory.resolve(".env"));
    Files.createSymbolicLink(directory.resolve(".env"), directory.resolve("loop"));

    assertThat(Loads.in(directory).faults(Map.of()))
        .containsExactly(".env: cannot be read: reading it fails");
  }
}
