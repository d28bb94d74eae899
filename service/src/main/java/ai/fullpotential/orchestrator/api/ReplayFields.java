package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the body of POST /replays (contract B1). */
final class ReplayFields {

  private static final Set<String> KNOWN = Set.of("filter", "rate_per_second", "dry_run");
  private static final Set<String> FILTER =
      Set.of("status", "droplet_name", "tag", "capability", "q", "created_after", "created_before");
  private static final List<String> STATUSES =
      Stream.concat(
              Arrays.stream(TaskStatus.values()).filter(TaskStatus::isFinal).map(TaskStatus::wire),
              Stream.of(TaskResource.DONE))
          .toList();
  private static final BigDecimal SLOWEST = new BigDecimal("0.01");
  private static final BigDecimal FASTEST = new BigDecimal(1000);
  private static final BigDecimal STANDARD = new BigDecimal(10);
  private static final int MAX_TEXT = 255;

  private ReplayFields() {}

  /** What a body says: which tasks and how fast, or everything that is wrong with it. */
  sealed interface Reading {
    /** A replay. */
    record Valid(TaskQuery filter, BigDecimal ratePerSecond, boolean dryRun) implements Reading {}

    /** Faults. */
    record Invalid(List<Fault> faults) implements Reading {}
  }

  static Reading read(byte[] body) {
    BodyFields fields = BodyFields.read(body, KNOWN, Set.of());
    Optional<TaskQuery> filter = filter(fields);
    BigDecimal rate =
        fields.decimal("rate_per_second", SLOWEST, FASTEST, "a number").orElse(STANDARD);
    boolean dryRun = fields.flag("dry_run").orElse(false);
    return fields.faults().isEmpty() && filter.isPresent()
        ? new Reading.Valid(filter.get(), rate, dryRun)
        : new Reading.Invalid(fields.faults());
  }

  private static Optional<TaskQuery> filter(BodyFields fields) {
    Optional<JsonText> json = fields.json("filter");
    if (json.isEmpty()) {
      if (!fields.hasFault("filter")) {
        fields.fault("filter", "is required: which tasks are to be replayed");
      }
      return Optional.empty();
    }
    int before = fields.faults().size();
    BodyFields inner = fields.nested("filter", json.get(), FILTER, Set.of());
    Optional<Instant> createdAfter = inner.moment("created_after");
    Optional<Instant> createdBefore = inner.moment("created_before");
    TaskQuery query =
        new TaskQuery(
            inner.word("status", STATUSES).map(TaskResource::status),
            given(inner, "droplet_name"),
            given(inner, "tag"),
            given(inner, "capability"),
            given(inner, "q"),
            createdAfter,
            createdBefore,
            Optional.empty(),
            TaskQuery.DEFAULT_LIMIT);
    if (inner.faults().size() == before && FILTER.stream().noneMatch(inner::has)) {
      fields.fault(
          "filter",
          "must have at least one of " + String.join(", ", FILTER.stream().sorted().toList()));
    }
    return Optional.of(query);
  }

  /** An empty text would match everything, which nobody means who writes a filter. */
  private static Optional<String> given(BodyFields fields, String name) {
    return fields.has(name) ? fields.requiredText(name, MAX_TEXT) : Optional.empty();
  }
}
