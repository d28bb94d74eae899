package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskListener;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who waits for the end of a task, wherever it comes: an end on this node is told at once, one on
 * another is found by looking. Safe for any thread.
 */
public final class Ends implements TaskListener {

  private static final Logger log = LoggerFactory.getLogger(Ends.class);
  private static final Duration LOOK = Duration.ofMillis(250);

  private final TaskStore store;
  private final Executor blocking;
  private final Map<TaskId, Set<Waiter>> waiting = new ConcurrentHashMap<>();

  /**
   * Nobody waits yet.
   *
   * @param blocking runs what may block
   */
  public Ends(TaskStore store, Executor blocking) {
    this.store = store;
    this.blocking = blocking;
  }

  @Override
  public void changed(Task task) {
    if (task.finished().isPresent()) {
      Set<Waiter> waiters = waiting.get(task.id());
      if (waiters != null) {
        waiters.forEach(waiter -> waiter.found(Optional.of(task)));
      }
    }
  }

  /**
   * Waits for the end of a task.
   *
   * @param atMost so long at most
   * @param done told the task as it is then, or nothing when there is no such task, on the loop, once
   * @param noStore told instead when the time is over and the store does not answer
   */
  public void await(
      TaskId id, Duration atMost, Loop loop, Consumer<Optional<Task>> done, Runnable noStore) {
    Waiter waiter = new Waiter(id, loop, done, noStore);
    waiting.computeIfAbsent(id, _ -> ConcurrentHashMap.newKeySet()).add(waiter);
    loop.execute(() -> waiter.start(atMost));
  }

  /** One who waits. Confined to its loop, but for {@link #found}. */
  private final class Waiter {

    private final TaskId id;
    private final Loop loop;
    private final Consumer<Optional<Task>> done;
    private final Runnable noStore;
    private boolean late;
    private boolean told;

    Waiter(TaskId id, Loop loop, Consumer<Optional<Task>> done, Runnable noStore) {
      this.id = id;
      this.loop = loop;
      this.done = done;
      this.noStore = noStore;
    }

    void start(Duration atMost) {
      loop.after(
          atMost,
          () -> {
            late = true;
            look();
          });
      look();
    }

    private void look() {
      if (told) {
        return;
      }
      blocking.execute(
          () -> {
            try {
              found(store.find(id));
            } catch (RuntimeException unavailable) {
              log.atDebug().addKeyValue("task_id", id).log("not found out whether it has ended");
              loop.execute(this::notFoundOut);
            }
          });
    }

    void found(Optional<Task> task) {
      loop.execute(
          () -> {
            boolean over = task.isEmpty() || task.get().finished().isPresent() || late;
            if (over && !told) {
              end();
              done.accept(task);
            } else {
              lookAgain();
            }
          });
    }

    private void notFoundOut() {
      if (late && !told) {
        end();
        noStore.run();
      } else {
        lookAgain();
      }
    }

    private void lookAgain() {
      if (!told) {
        loop.after(LOOK, this::look);
      }
    }

    private void end() {
      told = true;
      waiting.computeIfPresent(
          id,
          (_, waiters) -> {
            waiters.remove(this);
            return waiters.isEmpty() ? null : waiters;
          });
    }
  }
}
