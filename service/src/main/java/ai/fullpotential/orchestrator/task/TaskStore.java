package ai.fullpotential.orchestrator.task;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where tasks are recorded, and how the nodes that share it divide them. Safe for any thread.
 *
 * <p>An implementer must keep these: what was told as done is what every later read sees; a task is
 * changed only under the lease that holds it, and only from the record that a change stands on; a
 * finished task is never changed again; a task that is not finished is never dropped. Methods with a {@code done} never block and call it exactly once, on
 * any thread, perhaps before they return; the others may block, and throw {@link StoreUnavailable}.
 */
public interface TaskStore extends AutoCloseable {

  /**
   * Records a new task. Adding one whose id is recorded already changes nothing and is told as {@code
   * Added}, so that an addition of unknown outcome can be asked for again.
   */
  void add(Addition addition, Consumer<AddResult> done);

  /** Records what became of a task, and with it the tasks that follow, all or nothing. */
  void save(Change change, Consumer<SaveResult> done);

  /**
   * Takes tasks that are due and held by nobody, by priority, then by the time they were due.
   *
   * @param most so many at most
   */
  void claim(LeaseId by, int most, Consumer<ClaimResult> done);

  /**
   * Takes tasks that wait in this line before the gate of this droplet ({@link
   * TaskState.Waiting#isAtGate}) and are held by nobody, due or not, by priority, then by age.
   *
   * @param most so many at most
   */
  void callUp(String dropletName, GateLine line, LeaseId by, int most, Consumer<ClaimResult> done);

  /** The droplets, in lower case, before whose gates tasks wait that are held by nobody. */
  List<String> waitedFor();

  /** Takes one task that is not finished and held by nobody, due or not. */
  void take(TaskId id, LeaseId by, Consumer<TakeResult> done);

  /** Asks whoever holds the task to cancel it: told to the holder at its next {@link #renew}. */
  void askToCancel(TaskId id, Consumer<SaveResult> done);

  /** Gives a node a new lease of this length. */
  void join(String node, Duration lease, Consumer<LeaseResult> done);

  /** Makes the lease last its whole length from now on. */
  void renew(LeaseId lease, Consumer<LeaseResult> done);

  /** Takes tasks from leases that have run out: each as it was recorded last. */
  void rescue(LeaseId by, int most, Consumer<ClaimResult> done);

  /** All that the lease holds: what a claim of unknown outcome may have given. Changes nothing. */
  void holding(LeaseId by, Consumer<ClaimResult> done);

  /** Ends a lease whose holder has nothing left to do. What it holds can be rescued at once. */
  void leave(LeaseId lease, Consumer<LeaseResult> done);

  /** Is told, on any thread, when tasks may have become due through another node or call. */
  void onDue(Runnable look);

  /** The record of a task. */
  Optional<Task> find(TaskId id);

  /** The matching tasks, newest first; costs the same however many are kept. */
  TaskPage list(TaskQuery query);

  /** Whether the last write succeeded: what health tells of this store. */
  boolean isWritable();

  /** Whether what is recorded outlives this process. */
  boolean isDurable();

  @Override
  void close();

  /**
   * A new task.
   *
   * @param holder the lease that carries it on from the start, or null when any may claim it
   * @param key the name its caller gave the request, or null
   */
  record Addition(Task task, @Nullable LeaseId holder, @Nullable IdempotencyKey key) {}

  /**
   * What became of a task. It is refused when the record is neither the one it stands on nor already
   * what it makes of it: then it is late, and newer changes were recorded before it.
   *
   * @param from the record it stands on
   * @param task as it now is
   * @param by the lease that holds it
   * @param keeps whether that lease goes on holding it; a finished task is held by nobody
   * @param follows tasks that begin with this change, held by nobody
   */
  record Change(Task from, Task task, LeaseId by, boolean keeps, List<Task> follows) {

    /** Copies the list, and rejects two tasks. */
    public Change {
      if (!from.id().equals(task.id())) {
        throw new IllegalArgumentException(task.id() + " does not stand on " + from.id());
      }
      follows = List.copyOf(follows);
    }
  }

  /** What became of an addition. */
  sealed interface AddResult {

    /** The record is as safe as this store makes records. */
    record Added() implements AddResult {}

    /**
     * The key was used before; nothing was recorded.
     *
     * @param id the task that was recorded under it
     * @param same whether that was the same request
     */
    record Twin(TaskId id, boolean same) implements AddResult {}

    /** The record may or may not be there: the store did not say. */
    record Unknown(String why) implements AddResult {}
  }

  /** What became of a save. */
  sealed interface SaveResult {

    /** The record is as safe as this store makes records. */
    record Saved() implements SaveResult {}

    /**
     * Nothing was changed: the lease does not hold the task, the task has ended, or the change came too
     * late.
     */
    record Lost() implements SaveResult {}

    /** The record may or may not be there: the store did not say. */
    record Unknown(String why) implements SaveResult {}
  }

  /** What became of a claim, a rescue, or a look at what is held. */
  sealed interface ClaimResult {

    /**
     * These are held by the lease now.
     *
     * @param nextIn how long until the next unheld task is due, as far as this store knows, when fewer
     *     were due than asked for; else null
     */
    record Claimed(List<Task> tasks, @Nullable Duration nextIn) implements ClaimResult {}

    /** The store did not say; what it may have given comes by {@link #holding}. */
    record Unknown(String why) implements ClaimResult {}
  }

  /** What became of a take. */
  sealed interface TakeResult {

    /** It is held by the lease now. */
    record Taken(Task task) implements TakeResult {}

    /** Another lease holds it, or this one did already. */
    record Held(Task task) implements TakeResult {}

    /** It has ended. */
    record Ended(Task task) implements TakeResult {}

    /** There is no such task. */
    record Missing() implements TakeResult {}

    /** The store did not say. */
    record Unknown(String why) implements TakeResult {}
  }

  /** What became of a lease. */
  sealed interface LeaseResult {

    /**
     * It is held.
     *
     * @param cancels the tasks it holds that somebody asked to cancel, perhaps told before
     */
    record Granted(LeaseId id, List<TaskId> cancels) implements LeaseResult {}

    /** It has run out or was ended, and is never given again. */
    record Lost() implements LeaseResult {}

    /** The store did not say. */
    record Unknown(String why) implements LeaseResult {}
  }
}
