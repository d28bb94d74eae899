package ai.fullpotential.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Every command that docs/cli.md or a help shows can be given so, and every command is in the page. */
class CommandDocumentTest {

  private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");
  private static final Pattern SHOWN =
      Pattern.compile("(?:^| |\\()orchestrator\\b ?((?:[^'|)]|'[^']*')*)");

  @TempDir Path directory;

  @Test
  void everyCommandInThePageIsOneThatItTakes() throws Exception {
    List<String> lines =
        page().lines().filter(l -> l.startsWith("$ ") && l.contains("orchestrator ")).toList();

    assertThat(lines).hasSizeGreaterThan(30).allSatisfy(line -> parses(line));
  }

  @Test
  void everyExampleOfAHelpIsOneThatItTakes() {
    List<CommandSpec> all = Stream.concat(Stream.of(spec()), below(spec())).toList();

    assertThat(all).hasSizeGreaterThan(15).allSatisfy(this::examplesParse);
  }

  private void examplesParse(CommandSpec spec) {
    List<String> examples =
        Stream.of(spec.usageMessage().footer())
            .filter(line -> line.contains("orchestrator"))
            .map(line -> line.strip().replaceAll(" {2,}.*$", ""))
            .toList();
    assertThat(examples).isNotEmpty().allSatisfy(example -> parses(example));
  }

  @Test
  void everyCommandOfARunningServiceHasASection() throws Exception {
    List<String> headings = page().lines().filter(line -> line.startsWith("## ")).toList();

    assertThat(spec().subcommands().keySet())
        .filteredOn(name -> !List.of("serve", "demo", "config").contains(name))
        .hasSizeGreaterThan(10)
        .allSatisfy(name -> assertThat(headings).contains("## " + name));
  }

  private void parses(String line) {
    MatchResult shown = SHOWN.matcher(line).results().findFirst().orElseThrow();
    String[] words =
        WORD.matcher(shown.group(1))
            .results()
            .map(word -> word.group(1) == null ? word.group() : word.group(1))
            .toArray(String[]::new);
    assertThatCode(() -> new CommandLine(spec()).setExpandAtFiles(false).parseArgs(words))
        .as(line)
        .doesNotThrowAnyException();
  }

  private static Stream<CommandSpec> below(CommandSpec spec) {
    return spec.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .flatMap(sub -> Stream.concat(Stream.of(sub), below(sub)));
  }

  private CommandSpec spec() {
    return new Shell(directory, Map.of()).spec();
  }

  private static String page() throws Exception {
    return Files.readString(Path.of("..", "docs", "cli.md"));
  }
}
