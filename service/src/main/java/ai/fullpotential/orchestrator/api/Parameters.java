package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a request's query, and everything that is wrong with them. */
final class Parameters {

  private final Map<String, List<String>> values;
  private final List<Fault> faults = new ArrayList<>();

  private Parameters(Map<String, List<String>> values) {
    this.values = values;
  }

  static Parameters of(Exchange exchange) {
    try {
      return new Parameters(exchange.query());
    } catch (IllegalArgumentException badEscape) {
      Parameters none = new Parameters(Map.of());
      none.faults.add(new Fault("query", "has an invalid percent escape"));
      return none;
    }
  }

  /** Everything that was wrong so far. */
  List<Fault> faults() {
    return faults;
  }

  /** The first value. An empty one is the same as an absent one: forms send those. */
  Optional<String> text(String name) {
    return values.getOrDefault(name, List.of()).stream()
        .findFirst()
        .filter(value -> !value.isEmpty());
  }

  /** All values. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of()).stream().filter(value -> !value.isEmpty()).toList();
  }

  /** Ids of tasks, with commas between them; those that are none are faults. */
  List<TaskId> taskIds(String name) {
    List<String> words = words(name);
    words.stream()
        .filter(word -> TaskId.parse(word).isEmpty())
        .findFirst()
        .ifPresent(word -> faults.add(new Fault(name, "must be ids of tasks, not '" + word + "'")));
    return words.stream().flatMap(word -> TaskId.parse(word).stream()).toList();
  }

  /** All values, given one by one or with commas between them. */
  List<String> words(String name) {
    return values.getOrDefault(name, List.of()).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** One of some words; empty when it is absent or, with a fault, another one. */
  Optional<String> word(String name, List<String> allowed) {
    return text(name)
        .filter(
            value -> {
              boolean known = allowed.contains(value);
              if (!known) {
                faults.add(
                    new Fault(
                        name,
                        "must be one of " + String.join(", ", allowed) + ", not '" + value + "'"));
              }
              return known;
            });
  }

  /** A whole number within bounds; empty when it is absent or, with a fault, another. */
  Optional<Integer> integer(String name, int min, int max) {
    return text(name)
        .flatMap(
            value -> {
              try {
                int number = Integer.parseInt(value);
                if (number >= min && number <= max) {
                  return Optional.of(number);
                }
              } catch (NumberFormatException notWhole) {
                // told below, like a number out of bounds
              }
              faults.add(
                  new Fault(
                      name,
                      "must be a whole number from "
                          + min
                          + " to "
                          + max
                          + ", not '"
                          + value
                          + "'"));
              return Optional.empty();
            });
  }

  /** A moment; empty when it is absent or, with a fault, no moment. */
  Optional<Instant> moment(String name) {
    return text(name)
        .flatMap(
            value -> {
              Optional<Instant> moment = Moment.of(value);
              if (moment.isEmpty()) {
                faults.add(new Fault(name, "must be " + Moment.FORM + ", not '" + value + "'"));
              }
              return moment;
            });
  }

  /** A task's id; empty when it is absent or, with a fault, no id. */
  Optional<TaskId> taskId(String name) {
    return text(name)
        .flatMap(
            value -> {
              Optional<TaskId> id = TaskId.parse(value);
              if (id.isEmpty()) {
                faults.add(
                    new Fault(name, "must be what an earlier answer gave, not '" + value + "'"));
              }
              return id;
            });
  }
}
