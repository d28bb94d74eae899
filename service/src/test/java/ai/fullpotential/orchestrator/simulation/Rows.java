package ai.fullpotential.orchestrator.simulation;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskState;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a store must hold, as far as what it has told says: who holds which task, and the leases. */
final class Rows {

  private static final Comparator<Row> TURN =
      Comparator.<Row>comparingInt(row -> row.task.spec().options().priority())
          .thenComparing(row -> ((TaskState.Queued) row.task.state()).until());

  /** One task. */
  static final class Row {
    Task task;
    @Nullable LeaseId holder;

    Row(Task task, @Nullable LeaseId holder) {
      this.task = task;
      this.holder = holder;
    }

    boolean isFinal() {
      return task.status().isFinal();
    }

    boolean isAtGate() {
      return task.state() instanceof TaskState.Queued queued && queued.reason().isAtGate();
    }

    boolean isClaimable(Instant now) {
      return holder == null
          && task.state() instanceof TaskState.Queued queued
          && !queued.until().isAfter(now);
    }
  }

  private record Lease(long lengthNanos, long renewedNanos) {}

  private final Map<TaskId, Row> rows = new LinkedHashMap<>();
  private final Map<LeaseId, Lease> leases = new HashMap<>();

  @Nullable Row find(TaskId id) {
    return rows.get(id);
  }

  Collection<Row> all() {
    return rows.values();
  }

  void put(Task task, @Nullable LeaseId holder) {
    rows.put(task.id(), new Row(task, holder));
  }

  /** The one whose turn it is before all others. */
  Optional<Row> first(Instant now) {
    return rows.values().stream().filter(row -> row.isClaimable(now)).min(TURN);
  }

  static boolean isBefore(Row one, Row other) {
    return TURN.compare(one, other) < 0;
  }

  void granted(LeaseId id, long lengthNanos, long now) {
    leases.put(id, new Lease(lengthNanos, now));
  }

  void renewed(LeaseId id, long now) {
    leases.computeIfPresent(id, (_, lease) -> new Lease(lease.lengthNanos(), now));
  }

  void ended(LeaseId id) {
    leases.remove(id);
  }

  boolean hasRunOut(LeaseId id, long now) {
    Lease lease = leases.get(id);
    return lease == null || now - lease.renewedNanos() > lease.lengthNanos();
  }
}
