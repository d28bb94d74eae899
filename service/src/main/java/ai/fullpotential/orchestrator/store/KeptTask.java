package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.Task;

/**
 * One task in memory: its newest record, and where it is indexed. Guarded by its store's lock.
 * Ordered by when the store first saw it.
 */
final class KeptTask implements Comparable<KeptTask> {

  private final long sequence;
  private final String dropletKey;
  private final TaskIndex ofDroplet;
  private Task record;
  private long finishedNanos;
  private long bytes;

  KeptTask(long sequence, String dropletKey, TaskIndex ofDroplet, Task record) {
    this.sequence = sequence;
    this.dropletKey = dropletKey;
    this.ofDroplet = ofDroplet;
    this.record = record;
  }

  String dropletKey() {
    return dropletKey;
  }

  TaskIndex ofDroplet() {
    return ofDroplet;
  }

  Task record() {
    return record;
  }

  void replaceRecord(Task newer) {
    record = newer;
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
    return Long.compare(sequence, other.sequence);
  }
}
