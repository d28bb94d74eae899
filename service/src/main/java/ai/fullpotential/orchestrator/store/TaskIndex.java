package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.TaskStatus;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Some tasks in order of their creation, all together and by status: every change costs O(log n), a
 * size nothing, a page its length. Guarded by its store's lock.
 */
final class TaskIndex {

  private final NavigableSet<KeptTask> all = new TreeSet<>();
  private final Map<TaskStatus, NavigableSet<KeptTask>> byStatus = new EnumMap<>(TaskStatus.class);

  void add(KeptTask task, TaskStatus status) {
    all.add(task);
    ofStatus(status).add(task);
  }

  void move(KeptTask task, TaskStatus from, TaskStatus to) {
    ofStatus(from).remove(task);
    ofStatus(to).add(task);
  }

  void remove(KeptTask task, TaskStatus status) {
    all.remove(task);
    ofStatus(status).remove(task);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Those of this status, or all: the live set, oldest first. */
  NavigableSet<KeptTask> select(Optional<TaskStatus> status) {
    return status
        .map(wanted -> byStatus.getOrDefault(wanted, Collections.emptyNavigableSet()))
        .orElse(all);
  }

  private NavigableSet<KeptTask> ofStatus(TaskStatus status) {
    return byStatus.computeIfAbsent(status, _ -> new TreeSet<>());
  }
}
