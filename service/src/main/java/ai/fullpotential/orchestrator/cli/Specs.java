package ai.fullpotential.orchestrator.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How every command is described. */
final class Specs {
  private Specs() {}

  /** A command with {@code --help}, and examples of a command line and its effect in turn. */
  static CommandSpec of(Command command, String name, String description, String... examples) {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(command)
            .name(name)
            .addOption(
                OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help and exit.")
                    .build());
    spec.usageMessage()
        .description(description)
        .abbreviateSynopsis(true)
        .synopsisHeading("Usage: ")
        .descriptionHeading("%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .footerHeading("%nExamples:%n")
        .footer(lines(List.of(examples)));
    return spec;
  }

  /** An option that is either given or not. */
  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).arity("0").description(description).build();
  }

  private static String[] lines(List<String> examples) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < examples.size(); i += 2) {
      lines.add("  %-36s %s".formatted(examples.get(i), examples.get(i + 1)));
    }
    return lines.toArray(String[]::new);
  }
}
