package ai.fullpotential.orchestrator.event;

import ai.fullpotential.orchestrator.task.Attempt;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskListener;
import ai.fullpotential.orchestrator.task.TaskState;
import ai.fullpotential.orchestrator.task.TaskStatus;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Makes an event of each change of a task. */
public final class TaskEvents implements TaskListener {

  /** What is told of a text; the task's record has the whole of it. */
  private static final int MAX_TEXT = 200;

  private final EventLog events;
  private final InstantSource clock;

  /** Puts them into this log. */
  public TaskEvents(EventLog events, InstantSource clock) {
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void changed(Task task) {
    @Nullable Attempt last = task.lastAttempt().orElse(null);
    Attempt.@Nullable End end = last == null ? null : last.end();
    TaskState.@Nullable Finished finished = task.finished().orElse(null);
    TaskState.@Nullable Queued queued = task.state() instanceof TaskState.Queued q ? q : null;
    @Nullable String error =
        finished != null ? finished.errorMessage() : end == null ? null : end.error();
    @Nullable Integer status =
        finished != null ? finished.responseStatus() : end == null ? null : end.responseStatus();
    events.add(
        new Event.TaskChanged(
            type(task),
            events.node(),
            clock.instant(),
            task.id(),
            task.spec().droplet().orElse(null),
            task.spec().method().name(),
            cut(task.spec().path().value()),
            task.status().wire(),
            task.attempts().size(),
            status,
            task.duration().orElse(null),
            error == null ? null : cut(error),
            queued == null ? null : queued.until(),
            queued == null ? null : waitingOn(queued),
            task.origin().owner()));
  }

  private static EventType type(Task task) {
    return switch (task.state()) {
      case TaskState.Queued _ ->
          task.attempts().isEmpty() ? EventType.TASK_QUEUED : EventType.TASK_RETRYING;
      case TaskState.Running() -> EventType.TASK_STARTED;
      case TaskState.Held _ -> EventType.TASK_HELD;
      case TaskState.Finished finished -> type(finished.status());
    };
  }

  private static EventType type(TaskStatus status) {
    return switch (status) {
      case SUCCESS -> EventType.TASK_SUCCEEDED;
      case CANCELLED -> EventType.TASK_CANCELLED;
      case ERROR, TIMEOUT, QUEUED, RUNNING, HELD -> EventType.TASK_FAILED;
    };
  }

  private static @Nullable String waitingOn(TaskState.Queued queued) {
    return queued.reason() == TaskState.Waiting.START ? null : queued.reason().wire();
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
  }
}
