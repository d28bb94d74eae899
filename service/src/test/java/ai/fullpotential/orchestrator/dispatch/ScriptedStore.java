package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.store.HistorySettings;
import ai.fullpotential.orchestrator.store.InMemoryTaskStore;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/** The store in memory, whose every save a test may hold back, lose or break. */
final class ScriptedStore implements TaskStore {

  private final TaskStore real;
  private final List<Task> saved = new ArrayList<>();
  private final Queue<Runnable> held = new ArrayDeque<>();
  private Saving saving = Saving.AT_ONCE;
  private int breakFrom = Integer.MAX_VALUE;
  private int breakTo = Integer.MAX_VALUE;
  private int saves;

  private enum Saving {
    AT_ONCE,
    HELD,
    UNKNOWN
  }

  ScriptedStore(TimeSource time) {
    real = new InMemoryTaskStore(new HistorySettings(1000, Duration.ofHours(24)), time);
  }

  /** Saves from now on wait for {@link #release}. */
  void hold() {
    saving = Saving.HELD;
  }

  /** Saves from now on are lost, and the store does not know it. */
  void lose() {
    saving = Saving.UNKNOWN;
  }

  /** Saves from this one to that one, counted from 1, throw. */
  void breakBetween(int first, int last) {
    breakFrom = first;
    breakTo = last;
  }

  /** Makes the oldest save that waits. */
  void release() {
    held.remove().run();
  }

  /** How many saves wait. */
  int waiting() {
    return held.size();
  }

  /** The statuses that were recorded, in order. */
  List<TaskStatus> statuses() {
    return saved.stream().map(Task::status).toList();
  }

  /** The record of the only task there is. */
  Task record() {
    return list(TaskQuery.newest(2)).tasks().getFirst();
  }

  @Override
  public void save(Task task, Consumer<SaveResult> done) {
    saves++;
    if (saves >= breakFrom && saves <= breakTo) {
      throw new IllegalStateException("the store is broken");
    }
    switch (saving) {
      case AT_ONCE -> saveNow(task, done);
      case HELD -> held.add(() -> saveNow(task, done));
      case UNKNOWN -> done.accept(new SaveResult.Unknown("the disk went away"));
    }
  }

  private void saveNow(Task task, Consumer<SaveResult> done) {
    saved.add(task);
    real.save(task, done);
  }

  @Override
  public Optional<Task> find(TaskId id) {
    return real.find(id);
  }

  @Override
  public TaskPage list(TaskQuery query) {
    return real.list(query);
  }

  @Override
  public boolean isWritable() {
    return saving != Saving.UNKNOWN;
  }
}
