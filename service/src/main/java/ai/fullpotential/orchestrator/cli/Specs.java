package ai.fullpotential.orchestrator.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** How every command is described. */
final class Specs {
  private static final int EXAMPLE_COLUMN = 36;

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
        .parameterListHeading("%n")
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

  /** An option with a value. */
  static OptionSpec option(String name, String label, Class<?> type, String... description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(type)
        .arity("1")
        .description(description)
        .build();
  }

  /** An option with one of these values; the service says when another one is given. */
  static OptionSpec choice(String name, String label, List<String> values, String description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(String.class)
        .arity("1")
        .completionCandidates(values)
        .description(description)
        .build();
  }

  /** An option that may be given several times. */
  static OptionSpec repeatable(String name, String label, String description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .description(description)
        .build();
  }

  /** A word that must be given, or may be left out. */
  static PositionalParamSpec word(int index, String label, boolean required, String description) {
    return PositionalParamSpec.builder()
        .index(String.valueOf(index))
        .paramLabel(label)
        .type(String.class)
        .arity(required ? "1" : "0..1")
        .required(required)
        .description(description)
        .build();
  }

  private static String[] lines(List<String> examples) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < examples.size(); i += 2) {
      if (examples.get(i).length() >= EXAMPLE_COLUMN) {
        lines.add("  " + examples.get(i));
        lines.add("  " + " ".repeat(EXAMPLE_COLUMN + 1) + examples.get(i + 1));
      } else {
        lines.add(
            ("  %-" + EXAMPLE_COLUMN + "s %s").formatted(examples.get(i), examples.get(i + 1)));
      }
    }
    return lines.toArray(String[]::new);
  }
}
