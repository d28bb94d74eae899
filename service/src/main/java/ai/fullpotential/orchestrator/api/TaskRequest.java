package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.task.Method;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskPath;
import ai.fullpotential.orchestrator.task.TaskSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the body of POST /tasks (contract A2). */
final class TaskRequest {

  private static final int MAX_NAME = 255;
  private static final Set<String> KNOWN =
      Set.of("droplet_name", "method", "path", "payload", "meta");
  private static final Set<String> RAW = Set.of("payload", "meta");
  private static final Map<String, Method> METHODS =
      Arrays.stream(Method.values())
          .collect(Collectors.toUnmodifiableMap(Method::name, Function.identity()));

  private TaskRequest() {}

  /** What a body says: a task, or everything that is wrong with it. */
  sealed interface Reading {
    record Valid(TaskSpec spec) implements Reading {}

    record Invalid(List<Fault> faults) implements Reading {}
  }

  static Reading read(byte[] body, TaskLimits limits) {
    BodyFields fields = BodyFields.read(body, KNOWN, RAW);
    Optional<String> droplet = fields.requiredText("droplet_name", MAX_NAME);
    Optional<Method> method = method(fields);
    Optional<TaskPath> path = path(fields);
    var meta = fields.object("meta");
    if (!fields.faults().isEmpty() || droplet.isEmpty() || path.isEmpty() || method.isEmpty()) {
      return new Reading.Invalid(fields.faults());
    }
    return new Reading.Valid(
        new TaskSpec(
            droplet.get(),
            method.get(),
            path.get(),
            fields.json("payload").orElse(null),
            meta.orElse(null),
            limits));
  }

  private static Optional<Method> method(BodyFields fields) {
    String name = fields.text("method").orElse("GET");
    Method method = METHODS.get(name);
    if (method == null) {
      fields.fault(
          "method",
          "must be GET, POST, PUT, PATCH or DELETE, not '" + BodyFields.shorten(name) + "'");
    }
    return Optional.ofNullable(method);
  }

  private static Optional<TaskPath> path(BodyFields fields) {
    Optional<String> text = fields.requiredText("path", TaskPath.MAX_LENGTH);
    Optional<String> fault = text.flatMap(TaskPath::fault);
    fault.ifPresent(message -> fields.fault("path", message));
    return fault.isPresent() ? Optional.empty() : text.map(TaskPath::new);
  }
}
