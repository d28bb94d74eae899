package ai.fullpotential.orchestrator.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * One thing that can be set. docs/configuration.md shows all of them and is checked against them.
 *
 * @param name of the environment variable
 * @param aliases further names of it, from the time of earlier versions
 * @param standard what holds when it is not set, as a value or, where it depends, in words
 * @param meaning what it is for, in one line
 */
public record Key<T>(
    String name, List<String> aliases, Rule<T> rule, String standard, String meaning) {

  Key(String name, Rule<T> rule, String standard, String meaning) {
    this(name, List.of(), rule, standard, meaning);
  }

  /** Which values it may have, in words. */
  public String allowed() {
    return rule.allowed();
  }

  /** The name and the aliases. */
  Stream<String> names() {
    return Stream.concat(Stream.of(name), aliases.stream());
  }

  /** The value that holds when it is not set; only for a key whose standard is a value. */
  T standardValue() {
    return rule.read(standard).orElseThrow();
  }
}
