package ai.fullpotential.orchestrator.deploy;

import ai.fullpotential.orchestrator.config.Key;
import ai.fullpotential.orchestrator.config.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The files of this repository that operators use, and what the code says to them. */
final class Checkout {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private Checkout() {}

  static Path path(String name) {
    return ROOT.resolve(name);
  }

  static String text(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The default of a setting, as a text. */
  static String standard(String key) {
    return Keys.ALL.stream()
        .filter(k -> k.name().equals(key))
        .map(Key::standard)
        .findFirst()
        .orElseThrow();
  }

  /** The default of a setting that is a time in seconds. */
  static Duration standardSeconds(String key) {
    return Duration.ofSeconds(Long.parseLong(standard(key)));
  }

  /** The names of all variables that the service or its launcher reads. */
  static Set<String> variables() {
    Set<String> names = new TreeSet<>();
    for (Key<?> key : Keys.ALL) {
      names.add(key.name());
      names.addAll(key.aliases());
    }
    names.add("JAVA_HOME");
    Pattern.compile("ORCHESTRATOR_[A-Z_]+")
        .matcher(text("orchestrator"))
        .results()
        .map(MatchResult::group)
        .forEach(names::add);
    return names;
  }

  /** The largest heap that the launcher gives Java unless told otherwise, in MiB. */
  static int heapMebibytes() {
    MatchResult heap =
        Pattern.compile("ORCHESTRATOR_HEAP:-(\\d+)m")
            .matcher(text("orchestrator"))
            .results()
            .findFirst()
            .orElseThrow();
    return Integer.parseInt(heap.group(1));
  }
}
