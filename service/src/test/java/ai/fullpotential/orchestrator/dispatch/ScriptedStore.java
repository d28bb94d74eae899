package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.store.HistorySettings;
import ai.fullpotential.orchestrator.store.InMemoryTaskStore;
import ai.fullpotential.orchestrator.task.GateLine;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/** The store in memory, whose every write a test may hold back, lose or break. */
final class ScriptedStore implements TaskStore {

  private final TaskStore real;
  private final List<Task> saved = new ArrayList<>();
  private final Queue<Runnable> held = new ArrayDeque<>();
  private Saving saving = Saving.AT_ONCE;
  private int breakFrom = Integer.MAX_VALUE;
  private int breakTo = Integer.MAX_VALUE;
  private int saves;
  private boolean hidden;
  private Runnable beforeCancel = () -> {};

  private enum Saving {
    AT_ONCE,
    HELD,
    /** The write is made, and nobody learns of it. */
    UNTOLD,
    /** The write is not made, and nobody learns of that. */
    LOST
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
    saving = Saving.LOST;
  }

  /** Saves from now on are made, and the store does not know it. */
  void makeUntold() {
    saving = Saving.UNTOLD;
  }

  /** Saves from now on are made and told. */
  void recover() {
    saving = Saving.AT_ONCE;
  }

  /** Records cannot be read from now on. */
  void hideRecords() {
    hidden = true;
  }

  /** What happens just before the next wish to cancel arrives. */
  void beforeAskingToCancel(Runnable event) {
    beforeCancel = event;
  }

  /** The lease of another node. */
  LeaseId joined() {
    LeaseId[] lease = new LeaseId[1];
    real.join(
        "other", Duration.ofDays(1), result -> lease[0] = ((LeaseResult.Granted) result).id());
    return lease[0];
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
  public void add(Addition addition, Consumer<AddResult> done) {
    write(
        addition.task(),
        told -> real.add(addition, told),
        done,
        new AddResult.Unknown("the disk went away"));
  }

  @Override
  public void save(Change change, Consumer<SaveResult> done) {
    write(
        change.task(),
        told -> real.save(change, told),
        done,
        new SaveResult.Unknown("the disk went away"));
  }

  private <R> void write(Task task, Consumer<Consumer<R>> action, Consumer<R> done, R unknown) {
    saves++;
    if (saves >= breakFrom && saves <= breakTo) {
      throw new IllegalStateException("the store is broken");
    }
    Runnable now =
        () -> {
          saved.add(task);
          action.accept(done);
        };
    switch (saving) {
      case AT_ONCE -> now.run();
      case HELD -> held.add(now);
      case UNTOLD -> {
        saved.add(task);
        action.accept(_ -> {});
        done.accept(unknown);
      }
      case LOST -> done.accept(unknown);
    }
  }

  @Override
  public void claim(LeaseId by, int most, Consumer<ClaimResult> done) {
    real.claim(by, most, done);
  }

  @Override
  public void callUp(
      String dropletName, GateLine line, LeaseId by, int most, Consumer<ClaimResult> done) {
    real.callUp(dropletName, line, by, most, done);
  }

  @Override
  public List<String> waitedFor() {
    return real.waitedFor();
  }

  @Override
  public void take(TaskId id, LeaseId by, Consumer<TakeResult> done) {
    if (saving == Saving.LOST || saving == Saving.UNTOLD) {
      if (saving == Saving.UNTOLD) {
        real.take(id, by, _ -> {});
      }
      done.accept(new TakeResult.Unknown("the disk went away"));
    } else {
      real.take(id, by, done);
    }
  }

  @Override
  public void askToCancel(TaskId id, Consumer<SaveResult> done) {
    beforeCancel.run();
    beforeCancel = () -> {};
    real.askToCancel(id, done);
  }

  @Override
  public void join(String node, Duration lease, Consumer<LeaseResult> done) {
    real.join(node, lease, done);
  }

  @Override
  public void renew(LeaseId lease, Consumer<LeaseResult> done) {
    if (saving == Saving.LOST) {
      done.accept(new LeaseResult.Unknown("the disk went away"));
    } else {
      real.renew(lease, done);
    }
  }

  @Override
  public void rescue(LeaseId by, int most, Consumer<ClaimResult> done) {
    real.rescue(by, most, done);
  }

  @Override
  public void holding(LeaseId by, Consumer<ClaimResult> done) {
    real.holding(by, done);
  }

  @Override
  public void leave(LeaseId lease, Consumer<LeaseResult> done) {
    real.leave(lease, done);
  }

  @Override
  public void onDue(Runnable look) {
    real.onDue(look);
  }

  @Override
  public Optional<Task> find(TaskId id) {
    if (hidden) {
      throw new StoreUnavailable("away", new IOException("away"));
    }
    return real.find(id);
  }

  @Override
  public TaskPage list(TaskQuery query) {
    return real.list(query);
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public boolean isDurable() {
    return false;
  }

  @Override
  public void close() {
    real.close();
  }
}
