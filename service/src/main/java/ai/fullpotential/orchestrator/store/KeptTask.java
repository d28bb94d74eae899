package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.GateLine;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One task in memory: its newest record, who holds it, and where it is indexed. Guarded by its store's
 * lock. Ordered by its id, which is the order of creation.
 */
final class KeptTask implements Comparable<KeptTask> {

  private String dropletKey;
  private TaskIndex ofDroplet;
  private Task record;
  private @Nullable LeaseId holder;
  private long finishedNanos;
  private long bytes;

  KeptTask(String dropletKey, TaskIndex ofDroplet, Task record, @Nullable LeaseId holder) {
    this.dropletKey = dropletKey;
    this.ofDroplet = ofDroplet;
    this.record = record;
    this.holder = holder;
  }

  String dropletKey() {
    return dropletKey;
  }

  TaskIndex ofDroplet() {
    return ofDroplet;
  }

  /** Is another droplet's now, whose index has it already. */
  void moved(String toKey, TaskIndex toIndex) {
    dropletKey = toKey;
    ofDroplet = toIndex;
  }

  Task record() {
    return record;
  }

  void replaceRecord(Task newer) {
    record = newer;
  }

  @Nullable LeaseId holder() {
    return holder;
  }

  void heldBy(@Nullable LeaseId lease) {
    holder = lease;
  }

  /** When anybody may claim it, or null when nobody may. */
  @Nullable Instant claimableAt() {
    return holder == null && record.state() instanceof TaskState.Queued queued
        ? queued.until()
        : null;
  }

  /** The line before the gate of its droplet that it waits in, held by nobody, or null. */
  @Nullable GateLine line() {
    return holder == null
            && record.state() instanceof TaskState.Queued waiting
            && waiting.reason().isAtGate()
        ? waiting.reason().line()
        : null;
  }

  /** The monotonic reading when its end was saved. */
  long finishedNanos() {
    return finishedNanos;
  }

  void finishedAt(long nanos) {
    finishedNanos = nanos;
    bytes = TaskSize.of(record);
  }

  /** About what a finished task takes in memory. */
  long bytes() {
    return bytes;
  }

  @Override
  public int compareTo(KeptTask other) {
    return record.id().value().compareTo(other.record.id().value());
  }
}
