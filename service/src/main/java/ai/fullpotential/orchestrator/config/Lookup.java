package ai.fullpotential.orchestrator.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The value of each key, from the environment, else from the file, else the default. A value that is
 * not allowed is noted as a fault and the default used, so that all faults are found in one go.
 */
final class Lookup {

  private static final String DEFAULT = "default";

  private final Map<String, String> environment;
  private final EnvFile file;
  private final Map<String, Effective> effective = new LinkedHashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private record Found(String name, String text, String origin) {}

  Lookup(Map<String, String> environment, EnvFile file) {
    this.environment = environment;
    this.file = file;
    faults.addAll(file.faults());
    warnings.addAll(file.warnings());
    warnings.addAll(misspelt());
    Keys.ALL.forEach(this::warnOfUnreadAliases);
  }

  /** Whether anybody set the key to something. */
  boolean isSet(Key<?> key) {
    return find(key).isPresent();
  }

  /** What was set, else the key's default. */
  <T> T get(Key<T> key) {
    return get(key, key.standardValue(), new Effective(key.name(), key.standard(), DEFAULT));
  }

  /** What was set, else a value that depends on other keys. */
  <T> T getOr(Key<T> key, T derived) {
    return getOr(key, derived, DEFAULT);
  }

  /** What was set, else a value that depends on other keys and comes from there. */
  <T> T getOr(Key<T> key, T derived, String origin) {
    return get(key, derived, new Effective(key.name(), derived.toString(), origin));
  }

  private <T> T get(Key<T> key, T otherwise, Effective holdsOtherwise) {
    Optional<Found> found = find(key);
    if (found.isEmpty()) {
      effective.put(key.name(), holdsOtherwise);
      return otherwise;
    }
    effective.put(key.name(), new Effective(key.name(), found.get().text(), found.get().origin()));
    Optional<T> value = key.rule().read(found.get().text());
    if (value.isEmpty()) {
      fault(key, "must be " + key.allowed());
    }
    return value.orElse(otherwise);
  }

  /** Notes that what holds for the key cannot be used. */
  void fault(Key<?> key, String problem) {
    String name = find(key).map(Found::name).orElse(key.name());
    Effective holds =
        effective.getOrDefault(key.name(), new Effective(name, key.standard(), DEFAULT));
    faults.add(new Fault(name, holds.value(), holds.origin(), problem));
  }

  /** Notes what works, and is likely not meant. */
  void warn(String warning) {
    warnings.add(warning);
  }

  /** Whether the key's own value is among the faults. */
  boolean isFaulty(Key<?> key) {
    return faults.stream().anyMatch(f -> key.names().anyMatch(f.key()::equals));
  }

  /** What holds for every key that was asked for, in the order of the table. */
  List<Effective> effective() {
    return Keys.ALL.stream().map(key -> effective.get(key.name())).toList();
  }

  List<Fault> faults() {
    return faults;
  }

  List<String> warnings() {
    return warnings;
  }

  /**
   * The environment hides the file even when it sets a key to nothing: that is how one run goes
   * without a line of the file.
   */
  private Optional<Found> find(Key<?> key) {
    if (key.names().anyMatch(environment::containsKey)) {
      return key.names().flatMap(name -> inEnvironment(name).stream()).findFirst();
    }
    return key.names().flatMap(name -> inFile(name).stream()).findFirst();
  }

  private Optional<Found> inEnvironment(String name) {
    return Optional.ofNullable(environment.get(name))
        .map(text -> new Found(name, text.strip(), "environment"))
        .filter(found -> !found.text().isEmpty());
  }

  private Optional<Found> inFile(String name) {
    return Optional.ofNullable(file.entries().get(name))
        .map(e -> new Found(name, e.value().strip(), EnvFile.NAME + " line " + e.line()))
        .filter(found -> !found.text().isEmpty());
  }

  private void warnOfUnreadAliases(Key<?> key) {
    find(key)
        .ifPresent(
            used ->
                key.aliases().stream()
                    .flatMap(alias -> inEnvironment(alias).or(() -> inFile(alias)).stream())
                    .filter(other -> !other.text().equals(used.text()))
                    .forEach(
                        other ->
                            warnings.add(
                                other.name()
                                    + " ("
                                    + other.origin()
                                    + ") has no effect: "
                                    + used.name()
                                    + " ("
                                    + used.origin()
                                    + ") is set")));
  }

  /** Keys of the file that nobody reads, but that look like one that somebody would. */
  private List<String> misspelt() {
    Set<String> known = Keys.ALL.stream().flatMap(Key::names).collect(Collectors.toSet());
    return file.entries().entrySet().stream()
        .filter(e -> !known.contains(e.getKey()))
        .flatMap(
            e ->
                nearest(e.getKey(), known).stream()
                    .map(
                        near ->
                            "%s (.env line %d) is not a setting; did you mean %s?"
                                .formatted(e.getKey(), e.getValue().line(), near)))
        .toList();
  }

  private static Optional<String> nearest(String name, Set<String> known) {
    int near = Math.max(1, name.length() / 5);
    record Candidate(String name, int distance) {}
    return known.stream()
        .map(
            k ->
                new Candidate(
                    k, new LevenshteinDistance(near).apply(name.toUpperCase(Locale.ROOT), k)))
        .filter(candidate -> candidate.distance() >= 0)
        .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .map(Candidate::name);
  }
}
