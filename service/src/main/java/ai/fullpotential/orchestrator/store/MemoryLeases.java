package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore.LeaseResult;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The leases of a store in memory. Guarded by its store's lock. */
final class MemoryLeases {

  private static final class Lease {
    private final long lengthNanos;
    private long renewedNanos;
    private List<TaskId> cancels = new ArrayList<>();

    Lease(long lengthNanos, long now) {
      this.lengthNanos = lengthNanos;
      this.renewedNanos = now;
    }
  }

  private final TimeSource time;
  private final Map<LeaseId, Lease> leases = new HashMap<>();
  private long last;

  MemoryLeases(TimeSource time) {
    this.time = time;
  }

  LeaseResult join(Duration length) {
    LeaseId id = new LeaseId(++last);
    leases.put(id, new Lease(length.toNanos(), time.nanos()));
    return new LeaseResult.Granted(id, List.of());
  }

  LeaseResult renew(LeaseId id) {
    Lease lease = leases.get(id);
    if (lease == null || hasRunOut(id)) {
      leases.remove(id);
      return new LeaseResult.Lost();
    }
    lease.renewedNanos = time.nanos();
    List<TaskId> cancels = lease.cancels;
    lease.cancels = new ArrayList<>();
    return new LeaseResult.Granted(id, cancels);
  }

  boolean hasRunOut(@Nullable LeaseId id) {
    Lease lease = leases.get(id);
    return lease == null || time.nanos() - lease.renewedNanos > lease.lengthNanos;
  }

  LeaseResult leave(LeaseId id) {
    leases.remove(id);
    return new LeaseResult.Lost();
  }

  void askToCancel(@Nullable LeaseId holder, TaskId task) {
    Lease lease = leases.get(holder);
    if (lease != null) {
      lease.cancels.add(task);
    }
  }
}
