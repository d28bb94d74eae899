package ai.fullpotential.orchestrator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.config.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/deployment.md to the files that it speaks of. */
class DeploymentDocumentTest {

  private static final String TEXT = Checkout.text("docs/deployment.md");

  @Test
  void namesTheVersionThatThisIs() {
    assertThat(matches("orchestrator[-:](\\d+\\.\\d+\\.\\d+)"))
        .isNotEmpty()
        .containsOnly(Version.current());
  }

  @Test
  void namesOnlyFilesForOperatorsThatExist() {
    assertThat(matches("\\b(deploy/[a-z/.-]*[a-z])"))
        .isNotEmpty()
        .map(Checkout::path)
        .allMatch((Path path) -> Files.exists(path));
  }

  @Test
  void namesThePortsOfTheService() {
    assertThat(TEXT)
        .contains("| " + Checkout.standard("PORT") + " | the service")
        .contains("| " + Checkout.standard("REGISTRY_PORT") + " | the Registry")
        .contains("port: " + Checkout.standard("PORT") + "}");
  }

  @Test
  void namesTheBoundOfTheHeap() {
    assertThat(TEXT).contains("a fixed bound, " + Checkout.heapMebibytes() + " MiB");
  }

  @Test
  void everyTimeToStopExceedsTheDrain() {
    long grace = Checkout.standardSeconds("SHUTDOWN_GRACE").toSeconds();

    assertThat(
            Stream.of(
                    "--stop-timeout (\\d+)",
                    "docker stop -t (\\d+)",
                    "terminationGracePeriodSeconds: (\\d+)")
                .map(DeploymentDocumentTest::matches))
        .allSatisfy(
            times ->
                assertThat(times.map(Long::valueOf)).isNotEmpty().allMatch(time -> time > grace));
  }

  private static Stream<String> matches(String regex) {
    return Pattern.compile(regex).matcher(TEXT).results().map((MatchResult m) -> m.group(1));
  }
}
