package ai.fullpotential.orchestrator.deploy;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.ErrorCode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds every name of a variable that operators meet to those that are read. */
class VariablesTest {

  /** Words with an underscore, all in capitals, which the files for operators use for variables. */
  private static final Pattern VARIABLE = Pattern.compile("\\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\\b");

  /** What compose and the image's check read themselves. */
  private static final Set<String> OF_THE_TOOLS = Set.of("REGISTRY_IMAGE", "DEBIAN_MIRROR");

  /** What Linux calls its address families and rights. */
  private static final Pattern OF_LINUX = Pattern.compile("(AF|CAP)_.*");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Dockerfile",
        "docker-compose.yml",
        "deploy/healthcheck",
        "deploy/orchestrator.service",
        "deploy/nginx/prefix-kept.conf",
        "deploy/nginx/prefix-stripped.conf",
        "docs/deployment.md"
      })
  void everyVariableThatIsNamedExists(String file) {
    Set<String> named = variables(Checkout.text(file));
    named.removeAll(OF_THE_TOOLS);
    named.removeIf(OF_LINUX.asMatchPredicate());
    for (ErrorCode code : ErrorCode.values()) {
      named.remove(code.name());
    }

    assertThat(Checkout.variables()).containsAll(named);
  }

  @Test
  void everyVariableOfTheFilesIsDocumented() {
    Set<String> documented = variables(Checkout.text("docs/configuration.md"));
    documented.addAll(variables(Checkout.text("docs/deployment.md")));

    assertThat(documented).containsAll(OF_THE_TOOLS);
    assertThat(documented).containsAll(withUnderscore(Checkout.variables()));
  }

  private static Set<String> withUnderscore(Set<String> names) {
    return names.stream().filter(name -> name.contains("_")).collect(toCollection(TreeSet::new));
  }

  private static Set<String> variables(String text) {
    return VARIABLE
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(toCollection(TreeSet::new));
  }
}
