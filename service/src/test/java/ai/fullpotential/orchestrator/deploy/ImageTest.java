package ai.fullpotential.orchestrator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.config.Version;
import ai.fullpotential.orchestrator.deploy.Dockerfile.Instruction;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the Dockerfile and what goes to its builder to the code. deploy/check-image builds it. */
class ImageTest {

  private static final Dockerfile FILE = Dockerfile.parse(Checkout.text("Dockerfile"));

  @Test
  void buildsInOneStageAndRunsInAnotherWithTheJavaThatTheCodeWants() {
    String release = onlyMatch("<maven.compiler.release>(\\d+)<", Checkout.text("pom.xml"));

    assertThat(FILE.stages()).hasSize(2);
    assertThat(FILE.stages().getFirst().getFirst().words().getFirst())
        .matches("maven:.*-" + release);
    assertThat(FILE.image().getFirst().words().getFirst()).matches(".*:" + release + "-jre");
  }

  @Test
  void fetchesTheLibrariesBeforeItTakesTheSources() {
    assertThat(FILE.stages().getFirst().stream().map(i -> i.name() + " " + i.rest()))
        .containsSubsequence(
            "COPY pom.xml ./",
            "COPY service/pom.xml service/",
            "RUN mvn -f service/pom.xml -q -B -Dquick -Dmaven.test.skip -Daot.skip clean package",
            "COPY service/src/main service/src/main",
            "RUN mvn -f service/pom.xml -q -B -o -Dquick -Dmaven.test.skip -Daot.skip clean package");
  }

  @Test
  void everythingThatIsCopiedIsSentToTheBuilder() {
    List<String> sent =
        Checkout.text(".dockerignore")
            .lines()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();
    List<String> copied =
        FILE.stages().stream()
            .flatMap(List::stream)
            .filter(i -> i.name().equals("COPY") && !i.rest().startsWith("--from"))
            .flatMap(i -> i.words().subList(0, i.words().size() - 1).stream())
            .toList();

    assertThat(copied).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(copied).allSatisfy(name -> assertThat(Checkout.path(name)).exists());
  }

  @Test
  void runsTheLauncherAsAUserThatIsANumberAndNotRoot() {
    assertThat(FILE.last("USER").rest()).matches("[1-9]\\d{3,}:[1-9]\\d{3,}");
    assertThat(FILE.image().indexOf(FILE.last("USER")))
        .isGreaterThan(FILE.image().indexOf(FILE.last("RUN")));
    assertThat(FILE.last("ENTRYPOINT").command()).containsExactly("/opt/orchestrator/orchestrator");
    assertThat(FILE.last("CMD").command()).containsExactly("serve");
    assertThat(FILE.last("STOPSIGNAL").rest()).isEqualTo("SIGTERM");
  }

  @Test
  void exposesThePortsThatTheServiceAndItsRegistryListenOn() {
    assertThat(FILE.last("EXPOSE").words())
        .containsExactly(Checkout.standard("PORT"), Checkout.standard("REGISTRY_PORT"));
  }

  @Test
  void keepsAllThatMustOutliveItInItsVolume() {
    String volume = FILE.last("VOLUME").rest();

    assertThat(FILE.environment().get("DATA_DIR")).startsWith(volume + "/");
    assertThat(FILE.environment().get("CACHE_DIR")).startsWith(volume + "/");
    assertThat(FILE.last("WORKDIR").rest()).isEqualTo(volume);
  }

  @Test
  void setsOnlyVariablesThatExist() {
    assertThat(Checkout.variables()).containsAll(FILE.environment().keySet());
  }

  @Test
  void checksItsHealthWithTheScriptThatIsTestedHere() {
    assertThat(FILE.last("HEALTHCHECK").command()).containsExactly("/opt/orchestrator/healthcheck");
    assertThat(FILE.all("COPY").stream().map(Instruction::rest))
        .contains("orchestrator deploy/healthcheck ./");
    assertThat(Checkout.path("deploy/healthcheck")).matches(Files::isExecutable);
    assertThat(Checkout.path("orchestrator")).matches(Files::isExecutable);
  }

  @Test
  void isLabelledWithTheVersionOfThisProgram() {
    assertThat(FILE.last("LABEL").rest())
        .contains("org.opencontainers.image.version=\"" + Version.current() + "\"");
  }

  private static String onlyMatch(String regex, String text) {
    List<String> all = matches(regex, text).toList();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static Stream<String> matches(String regex, String text) {
    return Pattern.compile(regex).matcher(text).results().map((MatchResult m) -> m.group(1));
  }
}
