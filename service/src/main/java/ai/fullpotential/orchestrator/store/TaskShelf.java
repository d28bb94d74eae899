package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.GateLine;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The tasks in memory and every index over them. Finished ones are dropped in the order they finished,
 * once there are more than {@link HistorySettings} allows, or larger ones, or they are older; a task that
 * finishes late is so not dropped before its caller can read it. Guarded by its store's lock.
 */
final class TaskShelf {

  private final HistorySettings history;
  private final long retentionNanos;
  private final Map<TaskId, KeptTask> byId = new HashMap<>();
  private final TaskIndex all = new TaskIndex();
  private final Map<String, TaskIndex> byDroplet = new HashMap<>();
  private final DueTasks due = new DueTasks();
  private final GateTasks atGates = new GateTasks();
  private final Queue<KeptTask> finished = new ArrayDeque<>();
  private long finishedBytes;

  TaskShelf(HistorySettings history) {
    this.history = history;
    this.retentionNanos = history.retention().toNanos();
  }

  @Nullable KeptTask find(TaskId id) {
    return byId.get(id);
  }

  Collection<KeptTask> everything() {
    return byId.values();
  }

  void add(Task task, @Nullable LeaseId holder, long now) {
    String key = key(task.spec().dropletName());
    TaskIndex ofDroplet = byDroplet.computeIfAbsent(key, _ -> new TaskIndex());
    KeptTask kept = new KeptTask(key, ofDroplet, task, holder);
    byId.put(task.id(), kept);
    all.add(kept, task.status());
    ofDroplet.add(kept, task.status());
    due.changed(kept, null);
    atGates.changed(kept, null);
    noteEnd(kept, now);
  }

  void replace(KeptTask kept, Task newer, @Nullable LeaseId holder, long now) {
    Instant claimable = kept.claimableAt();
    GateLine line = kept.line();
    TaskStatus before = kept.record().status();
    TaskStatus after = newer.status();
    move(kept, newer.spec().dropletName());
    kept.replaceRecord(newer);
    kept.heldBy(holder);
    if (before != after) {
      all.move(kept, before, after);
      kept.ofDroplet().move(kept, before, after);
    }
    due.changed(kept, claimable);
    atGates.changed(kept, line);
    noteEnd(kept, now);
  }

  /** Nobody waits for it at a gate meanwhile: it is held by whoever moves it. */
  private void move(KeptTask kept, String dropletName) {
    String key = key(dropletName);
    if (!key.equals(kept.dropletKey())) {
      TaskStatus status = kept.record().status();
      kept.ofDroplet().remove(kept, status);
      if (kept.ofDroplet().isEmpty()) {
        byDroplet.remove(kept.dropletKey());
      }
      TaskIndex to = byDroplet.computeIfAbsent(key, _ -> new TaskIndex());
      to.add(kept, status);
      kept.moved(key, to);
    }
  }

  void hold(KeptTask kept, LeaseId holder) {
    Instant claimable = kept.claimableAt();
    GateLine line = kept.line();
    kept.heldBy(holder);
    due.changed(kept, claimable);
    atGates.changed(kept, line);
  }

  List<KeptTask> due(Instant now, int most) {
    return due.due(now, most);
  }

  List<KeptTask> atGate(String dropletName, GateLine line, int most) {
    return atGates.first(key(dropletName), line, most);
  }

  List<String> waitedFor() {
    return atGates.droplets();
  }

  @Nullable Instant nextDue() {
    return due.next();
  }

  /** Those of a droplet and status, oldest first: the live set. */
  NavigableSet<KeptTask> select(Optional<String> droplet, Optional<TaskStatus> status) {
    TaskIndex index = droplet.isEmpty() ? all : byDroplet.get(key(droplet.get()));
    return index == null ? Collections.emptyNavigableSet() : index.select(status);
  }

  private void noteEnd(KeptTask kept, long now) {
    if (kept.record().status().isFinal()) {
      kept.finishedAt(now);
      finished.add(kept);
      finishedBytes += kept.bytes();
    }
  }

  void dropOld(long now) {
    for (KeptTask oldest = finished.peek(); oldest != null; oldest = finished.peek()) {
      if (finished.size() <= history.maxFinished()
          && finishedBytes <= history.maxBytes()
          && now - oldest.finishedNanos() <= retentionNanos) {
        return;
      }
      finished.remove();
      finishedBytes -= oldest.bytes();
      drop(oldest);
    }
  }

  private void drop(KeptTask old) {
    TaskStatus status = old.record().status();
    byId.remove(old.record().id());
    all.remove(old, status);
    old.ofDroplet().remove(old, status);
    if (old.ofDroplet().isEmpty()) {
      byDroplet.remove(old.dropletKey());
    }
  }

  /** What makes two names of a droplet one. */
  private static String key(String dropletName) {
    return dropletName.toLowerCase(Locale.ROOT);
  }
}
