package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.GateLine;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tasks in this process's memory, gone when it ends.
 *
 * <p>One lock guards everything, for about a microsecond a save; nothing blocks inside it.
 */
public final class InMemoryTaskStore implements TaskStore {

  private static final SaveResult SAVED = new SaveResult.Saved();
  private static final SaveResult LOST = new SaveResult.Lost();
  private static final AddResult ADDED = new AddResult.Added();

  /** For a lease that has run out: what it took would be taken from it again. */
  private static final ClaimResult NOTHING = new ClaimResult.Claimed(List.of(), null);

  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final TaskShelf shelf;
  private final MemoryLeases leases;
  private final MemoryKeys keys = new MemoryKeys();
  private volatile Runnable look = () -> {};

  /** An empty store. */
  public InMemoryTaskStore(HistorySettings history, TimeSource time) {
    this.time = time;
    this.shelf = new TaskShelf(history);
    this.leases = new MemoryLeases(time);
  }

  @Override
  public void add(Addition addition, Consumer<AddResult> done) {
    done.accept(
        locked(
            () -> {
              long now = time.nanos();
              if (shelf.find(addition.task().id()) != null) {
                return ADDED;
              }
              if (addition.key() != null) {
                AddResult.@Nullable Twin twin = keys.use(addition.key(), addition.task().id(), now);
                if (twin != null) {
                  return twin;
                }
              }
              shelf.add(addition.task(), addition.holder(), now);
              shelf.dropOld(now);
              return ADDED;
            }));
    if (addition.holder() == null) {
      look.run();
    }
  }

  @Override
  public void save(Change change, Consumer<SaveResult> done) {
    SaveResult result = locked(() -> replace(change));
    done.accept(result);
    if (result.equals(SAVED) && (!change.keeps() || !change.follows().isEmpty())) {
      look.run();
    }
  }

  private SaveResult replace(Change change) {
    long now = time.nanos();
    Task task = change.task();
    KeptTask kept = shelf.find(task.id());
    if (kept == null || kept.record().status().isFinal() || !change.by().equals(kept.holder())) {
      return LOST;
    }
    long revision = Revision.of(kept.record());
    if (revision != Revision.of(change.from()) && revision != Revision.of(task)) {
      return LOST;
    }
    boolean keeps = change.keeps() && !task.status().isFinal();
    shelf.replace(kept, task, keeps ? change.by() : null, now);
    change.follows().forEach(follower -> shelf.add(follower, null, now));
    shelf.dropOld(now);
    return SAVED;
  }

  @Override
  public void claim(LeaseId by, int most, Consumer<ClaimResult> done) {
    done.accept(
        locked(
            () -> {
              if (leases.hasRunOut(by)) {
                return NOTHING;
              }
              Instant now = time.instant();
              List<Task> claimed = hold(shelf.due(now, most), by);
              Instant next = claimed.size() < most ? shelf.nextDue() : null;
              return new ClaimResult.Claimed(
                  claimed, next == null ? null : Duration.between(now, next));
            }));
  }

  @Override
  public void callUp(
      String dropletName, GateLine line, LeaseId by, int most, Consumer<ClaimResult> done) {
    done.accept(
        locked(
            () ->
                leases.hasRunOut(by)
                    ? NOTHING
                    : new ClaimResult.Claimed(
                        hold(shelf.atGate(dropletName, line, most), by), null)));
  }

  @Override
  public List<String> waitedFor() {
    return locked(shelf::waitedFor);
  }

  @Override
  public void take(TaskId id, LeaseId by, Consumer<TakeResult> done) {
    done.accept(
        locked(
            () -> {
              KeptTask kept = shelf.find(id);
              if (kept == null) {
                return new TakeResult.Missing();
              }
              if (kept.record().status().isFinal()) {
                return new TakeResult.Ended(kept.record());
              }
              if (kept.holder() != null && !leases.hasRunOut(kept.holder())) {
                return new TakeResult.Held(kept.record());
              }
              shelf.hold(kept, by);
              return new TakeResult.Taken(kept.record());
            }));
  }

  @Override
  public void askToCancel(TaskId id, Consumer<SaveResult> done) {
    done.accept(
        locked(
            () -> {
              KeptTask kept = shelf.find(id);
              if (kept == null || kept.holder() == null) {
                return LOST;
              }
              leases.askToCancel(kept.holder(), id);
              return SAVED;
            }));
  }

  @Override
  public void join(String node, Duration lease, Consumer<LeaseResult> done) {
    done.accept(locked(() -> leases.join(lease)));
  }

  @Override
  public void renew(LeaseId lease, Consumer<LeaseResult> done) {
    done.accept(locked(() -> leases.renew(lease)));
  }

  @Override
  public void rescue(LeaseId by, int most, Consumer<ClaimResult> done) {
    done.accept(
        locked(
            () ->
                leases.hasRunOut(by)
                    ? NOTHING
                    : new ClaimResult.Claimed(
                        hold(
                            shelf.everything().stream()
                                .filter(kept -> kept.holder() != null)
                                .filter(kept -> leases.hasRunOut(kept.holder()))
                                .limit(most)
                                .toList(),
                            by),
                        null)));
  }

  @Override
  public void holding(LeaseId by, Consumer<ClaimResult> done) {
    done.accept(
        locked(
            () ->
                new ClaimResult.Claimed(
                    shelf.everything().stream()
                        .filter(kept -> by.equals(kept.holder()))
                        .map(KeptTask::record)
                        .toList(),
                    null)));
  }

  @Override
  public void leave(LeaseId lease, Consumer<LeaseResult> done) {
    done.accept(locked(() -> leases.leave(lease)));
  }

  @Override
  public void onDue(Runnable toLook) {
    look = toLook;
  }

  @Override
  public Optional<Task> find(TaskId id) {
    return locked(
        () -> {
          shelf.dropOld(time.nanos());
          return Optional.ofNullable(shelf.find(id)).map(KeptTask::record);
        });
  }

  @Override
  public TaskPage list(TaskQuery query) {
    return locked(
        () -> {
          shelf.dropOld(time.nanos());
          return MemoryPages.of(shelf, query);
        });
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
    // Nothing outlives the process, and nothing else holds anything.
  }

  private List<Task> hold(List<KeptTask> tasks, LeaseId by) {
    List<Task> held = new ArrayList<>(tasks.size());
    for (KeptTask kept : tasks) {
      shelf.hold(kept, by);
      held.add(kept.record());
    }
    return held;
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
