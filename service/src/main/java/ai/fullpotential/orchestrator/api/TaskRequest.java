package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of POST /tasks (contract A2 and B1). */
final class TaskRequest {

  /** How far ahead a task may be asked for. */
  private static final Duration HORIZON = Duration.ofDays(3653);

  private static final Set<String> KNOWN =
      more(
          TaskFields.KNOWN,
          Set.of("run_at", "delay_seconds", "deadline", "dry_run", "idempotency_key"));

  private final TaskDefaults defaults;

  TaskRequest(TaskDefaults defaults) {
    this.defaults = defaults;
  }

  /** What a body says: a task, or everything that is wrong with it. */
  sealed interface Reading {
    /**
     * A task.
     *
     * @param dryRun whether it is only to be told what would be done
     * @param key what its caller names it in the body, or null
     */
    record Valid(TaskSpec spec, boolean dryRun, @Nullable String key) implements Reading {}

    /** Faults. */
    record Invalid(List<Fault> faults) implements Reading {}
  }

  /**
   * Reads a body.
   *
   * @param asynchronous whether its caller does not wait for the end
   * @param now what a delay is counted from
   */
  Reading read(byte[] body, boolean asynchronous, Instant now) {
    BodyFields fields = BodyFields.read(body, KNOWN, TaskFields.RAW);
    Instant due = due(fields, now).orElse(null);
    boolean later = due != null;
    Instant deadline = deadline(fields, now, due).orElse(null);
    boolean dryRun = fields.flag("dry_run").orElse(false);
    Optional<String> key = Idempotency.key(fields);
    Optional<TaskSpec> spec =
        new TaskFields(fields, defaults)
            .read(
                new TaskFields.Times(asynchronous || later, due, deadline),
                new ThenFields(defaults));
    return fields.faults().isEmpty() && spec.isPresent()
        ? new Reading.Valid(spec.get(), dryRun, key.orElse(null))
        : new Reading.Invalid(fields.faults());
  }

  private static Optional<Instant> due(BodyFields fields, Instant now) {
    Optional<Instant> at = within(fields, "run_at", now);
    Optional<Duration> delay = fields.seconds("delay_seconds", Duration.ZERO, HORIZON);
    if (at.isPresent() && delay.isPresent()) {
      fields.fault("delay_seconds", "cannot be given together with run_at");
    }
    return at.isPresent() ? at : delay.map(now::plus);
  }

  private static Optional<Instant> deadline(BodyFields fields, Instant now, @Nullable Instant due) {
    Optional<Instant> deadline = within(fields, "deadline", now);
    if (deadline.isPresent() && !deadline.get().isAfter(now)) {
      fields.fault("deadline", "must be in the future; it is now " + now);
    } else if (deadline.isPresent() && due != null && !deadline.get().isAfter(due)) {
      fields.fault("deadline", "must be after the task is due, " + due);
    }
    return deadline;
  }

  private static Optional<Instant> within(BodyFields fields, String name, Instant now) {
    Optional<Instant> moment = fields.moment(name);
    if (moment.isPresent() && moment.get().isAfter(now.plus(HORIZON))) {
      fields.fault(name, "must be within ten years from now, not " + moment.get());
      return Optional.empty();
    }
    return moment;
  }

  private static Set<String> more(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }
}
