package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the query of GET /tasks (contract A1). */
final class TaskListQuery {

  private TaskListQuery() {}

  /** What a query says: which tasks, or everything that is wrong with it. */
  sealed interface Reading {
    record Valid(TaskQuery query) implements Reading {}

    record Invalid(List<Fault> faults) implements Reading {}
  }

  static Reading read(Exchange exchange) {
    List<Fault> faults = new ArrayList<>();
    Map<String, List<String>> parameters;
    try {
      parameters = exchange.query();
    } catch (IllegalArgumentException badEscape) {
      return new Reading.Invalid(List.of(new Fault("query", "has an invalid percent escape")));
    }
    Optional<TaskStatus> status =
        first(parameters, "status").flatMap(text -> status(text, faults));
    int limit =
        first(parameters, "limit").map(text -> limit(text, faults)).orElse(TaskQuery.DEFAULT_LIMIT);
    Optional<String> droplet = first(parameters, "droplet_name");
    return faults.isEmpty()
        ? new Reading.Valid(new TaskQuery(status, droplet, limit))
        : new Reading.Invalid(faults);
  }

  /** An empty value is the same as an absent one: forms send those. */
  private static Optional<String> first(Map<String, List<String>> parameters, String name) {
    return parameters.getOrDefault(name, List.of()).stream()
        .findFirst()
        .filter(value -> !value.isEmpty());
  }

  private static Optional<TaskStatus> status(String text, List<Fault> faults) {
    if (text.equals("done")) {
      return Optional.of(TaskStatus.SUCCESS);
    }
    Optional<TaskStatus> status =
        Arrays.stream(TaskStatus.values()).filter(s -> s.wire().equals(text)).findFirst();
    if (status.isEmpty()) {
      String allowed =
          Arrays.stream(TaskStatus.values()).map(TaskStatus::wire).collect(Collectors.joining(", "));
      faults.add(new Fault("status", "must be one of " + allowed + ", not '" + text + "'"));
    }
    return status;
  }

  private static int limit(String text, List<Fault> faults) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= TaskQuery.MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException notWhole) {
      // told below, like a number out of bounds
    }
    faults.add(
        new Fault(
            "limit",
            "must be a whole number from 1 to " + TaskQuery.MAX_LIMIT + ", not '" + text + "'"));
    return TaskQuery.DEFAULT_LIMIT;
  }
}
