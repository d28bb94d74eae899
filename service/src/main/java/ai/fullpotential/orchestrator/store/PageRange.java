package ai.fullpotential.orchestrator.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One range of an index, in the order of ids; {@code c} is its candidate. Whole keys of the index are
 * compared and ordered by: so no database thinks that another index, which has the ids in order too,
 * will soon have found enough.
 *
 * @param from the table, and a condition that says which index is meant, or none
 * @param columns the columns before the id
 * @param values theirs
 */
record PageRange(String from, List<String> columns, List<Object> values) {

  /** All tasks. */
  static final PageRange ALL = new PageRange("tasks c WHERE", List.of(), List.of());

  static PageRange label(String label) {
    return new PageRange("labels c WHERE", List.of("c.value"), List.of(label));
  }

  /** Those of a status that few tasks have at a time. */
  static PageRange open(int status) {
    return new PageRange(
        "tasks c WHERE c.status IN (1, 2) AND", List.of("c.status"), List.of(status));
  }

  static PageRange ending(int ending) {
    return new PageRange("tasks c WHERE", List.of("c.ending"), List.of(ending));
  }

  static PageRange ending(String droplet, int ending) {
    return new PageRange(
        "tasks c WHERE", List.of("c.droplet", "c.ending"), List.of(droplet, ending));
  }

  /** What stands behind FROM, with {@link #between} as its parameters. */
  String between() {
    String key = key("");
    String bounds = String.join(", ", Collections.nCopies(columns.size() + 1, "?"));
    return String.format("%s (%s) >= (%s) AND (%s) <= (%s)", from, key, bounds, key, bounds);
  }

  /** What stands behind ORDER BY, newest first. */
  String order() {
    return key(" DESC");
  }

  private String key(String after) {
    List<String> all = new ArrayList<>(columns);
    all.add("c.id");
    return all.stream().map(column -> column + after).collect(Collectors.joining(", "));
  }

  /** The parameters for what lies between two ids, both included. */
  List<Object> between(UUID lowest, UUID highest) {
    List<Object> parameters = new ArrayList<>(values);
    parameters.add(lowest);
    parameters.addAll(values);
    parameters.add(highest);
    return parameters;
  }
}
