package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Tasks in this process's memory, gone when it ends. Finished tasks are dropped in the order they
 * finished, once there are more than {@link HistorySettings} allows, or larger ones, or they are older; a
 * task that finishes late is so not dropped before its caller can read it.
 *
 * <p>One lock guards everything, for about a microsecond a save; nothing blocks inside it.
 */
public final class InMemoryTaskStore implements TaskStore {

  private static final SaveResult SAVED = new SaveResult.Saved();

  private final HistorySettings history;
  private final long retentionNanos;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<TaskId, KeptTask> byId = new HashMap<>();
  private final TaskIndex all = new TaskIndex();
  private final Map<String, TaskIndex> byDroplet = new HashMap<>();
  private final Queue<KeptTask> finished = new ArrayDeque<>();
  private long created;
  private long finishedBytes;

  /** An empty store. */
  public InMemoryTaskStore(HistorySettings history, TimeSource time) {
    this.history = history;
    this.retentionNanos = history.retention().toNanos();
    this.time = time;
  }

  @Override
  public void save(Task task, Consumer<SaveResult> done) {
    lock.lock();
    try {
      long now = time.nanos();
      KeptTask kept = byId.get(task.id());
      if (kept == null) {
        add(task, now);
      } else if (!kept.record().status().isFinal()) {
        replace(kept, task, now);
      }
      dropOld(now);
    } finally {
      lock.unlock();
    }
    done.accept(SAVED);
  }

  @Override
  public Optional<Task> find(TaskId id) {
    lock.lock();
    try {
      dropOld(time.nanos());
      return Optional.ofNullable(byId.get(id)).map(KeptTask::record);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public TaskPage list(TaskQuery query) {
    lock.lock();
    try {
      dropOld(time.nanos());
      NavigableSet<KeptTask> matching = matching(query);
      List<Task> page = new ArrayList<>(Math.min(query.limit(), matching.size()));
      var newestFirst = matching.descendingIterator();
      while (page.size() < query.limit() && newestFirst.hasNext()) {
        page.add(newestFirst.next().record());
      }
      return new TaskPage(page, matching.size());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  private NavigableSet<KeptTask> matching(TaskQuery query) {
    TaskIndex index =
        query.dropletName().isEmpty() ? all : byDroplet.get(key(query.dropletName().get()));
    return index == null ? Collections.emptyNavigableSet() : index.select(query.status());
  }

  private void add(Task task, long now) {
    String key = key(task.spec().dropletName());
    TaskIndex ofDroplet = byDroplet.computeIfAbsent(key, _ -> new TaskIndex());
    KeptTask kept = new KeptTask(created++, key, ofDroplet, task);
    byId.put(task.id(), kept);
    all.add(kept, task.status());
    ofDroplet.add(kept, task.status());
    noteEnd(kept, now);
  }

  private void replace(KeptTask kept, Task newer, long now) {
    TaskStatus before = kept.record().status();
    TaskStatus after = newer.status();
    kept.replaceRecord(newer);
    if (before != after) {
      all.move(kept, before, after);
      kept.ofDroplet().move(kept, before, after);
    }
    noteEnd(kept, now);
  }

  private void noteEnd(KeptTask kept, long now) {
    if (kept.record().status().isFinal()) {
      kept.finishedAt(now);
      finished.add(kept);
      finishedBytes += kept.bytes();
    }
  }

  private void dropOld(long now) {
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
