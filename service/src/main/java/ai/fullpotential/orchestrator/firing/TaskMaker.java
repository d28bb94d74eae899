package ai.fullpotential.orchestrator.firing;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.IdempotencyKey;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskListener;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tasks of schedules. They are recorded for any node to carry on, and like all that nobody
 * waits for they wait for a droplet that has vanished. Safe for any thread; may block, and throws
 * {@link StoreUnavailable} when it is not known whether the task was recorded.
 */
public final class TaskMaker {

  private static final int PATIENCE_SECONDS = 30;

  private final TaskStore store;
  private final Function<Instant, TaskId> ids;
  private final Function<JsonText, TaskSpec> requests;
  private final TaskListener listener;
  private final InstantSource clock;

  /**
   * A maker.
   *
   * @param ids makes the name of a task that is accepted at this time
   * @param requests reads the request of a schedule's task; throws IllegalArgumentException when it is
   *     none any more
   * @param listener hears of each task that was recorded
   */
  public TaskMaker(
      TaskStore store,
      Function<Instant, TaskId> ids,
      Function<JsonText, TaskSpec> requests,
      TaskListener listener,
      InstantSource clock) {
    this.store = store;
    this.ids = ids;
    this.requests = requests;
    this.listener = listener;
    this.clock = clock;
  }

  /** Makes the task of a firing, however often and by however many nodes it is asked for, once. */
  TaskId make(Schedule schedule, Instant nominal) {
    String firing = "schedule:" + schedule.id() + ":" + nominal.getEpochSecond();
    Task task = task(schedule, firing);
    return switch (add(task, new IdempotencyKey(IdempotencyKey.SYSTEM, firing, firing))) {
      case AddResult.Added() -> {
        listener.changed(task);
        yield task.id();
      }
      case AddResult.Twin(TaskId id, boolean _) -> id;
      case AddResult.Unknown(String why) -> throw unavailable(why);
    };
  }

  /** Makes a task outside the timetable. */
  public Task makeNow(Schedule schedule, String requestId) {
    Task task = task(schedule, requestId);
    return switch (add(task, null)) {
      case AddResult.Added() -> {
        listener.changed(task);
        yield task;
      }
      case AddResult.Twin _ -> throw new IllegalStateException("a twin without a key");
      case AddResult.Unknown(String why) -> throw unavailable(why);
    };
  }

  private static StoreUnavailable unavailable(String why) {
    return new StoreUnavailable(why, new IllegalStateException(why));
  }

  private Task task(Schedule schedule, String requestId) {
    Instant now = clock.instant();
    return Task.accepted(
        ids.apply(now),
        new Origin(requestId, Origin.Kind.SCHEDULE, schedule.id(), null, schedule.owner()),
        requests.apply(schedule.task()),
        now);
  }

  private AddResult add(Task task, @Nullable IdempotencyKey key) {
    BlockingQueue<AddResult> told = new ArrayBlockingQueue<>(1);
    store.add(new Addition(task, null, key), told::add);
    try {
      AddResult result = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return result == null ? new AddResult.Unknown("the store did not answer") : result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new AddResult.Unknown("the service stopped");
    }
  }

  /** Whether the task that a schedule made last has not ended. */
  boolean lastStillRuns(Schedule schedule) {
    TaskId last = schedule.progress().lastTask();
    return last != null && store.find(last).filter(task -> task.finished().isEmpty()).isPresent();
  }
}
