package ai.fullpotential.orchestrator.cli;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What was given to a command, by type. */
record Given(ParseResult parsed) {

  boolean flag(String option) {
    return parsed.hasMatchedOption(option);
  }

  Optional<String> text(String option) {
    return Optional.ofNullable(parsed.<String>matchedOptionValue(option, null));
  }

  Optional<Integer> whole(String option) {
    return Optional.ofNullable(parsed.<Integer>matchedOptionValue(option, null));
  }

  /** A whole number that must lie between two bounds. */
  Optional<Integer> whole(String option, int least, int most) {
    Optional<Integer> number = whole(option);
    if (number.filter(n -> n < least || n > most).isPresent()) {
      throw wrong(option + " must be from " + least + " to " + most + ", not " + number.get());
    }
    return number;
  }

  Optional<BigDecimal> number(String option) {
    return Optional.ofNullable(parsed.<BigDecimal>matchedOptionValue(option, null));
  }

  List<String> texts(String option) {
    return parsed.matchedOptionValue(option, List.of());
  }

  Optional<String> word(int index) {
    return Optional.ofNullable(parsed.<String>matchedPositionalValue(index, null));
  }

  /** A word that the command cannot go without, and that picocli has seen to. */
  String required(int index) {
    return word(index).orElseThrow();
  }

  /** Something is wrong that only a look at the value tells. */
  ParameterException wrong(String problem) {
    return new ParameterException(parsed.commandSpec().commandLine(), problem);
  }
}
