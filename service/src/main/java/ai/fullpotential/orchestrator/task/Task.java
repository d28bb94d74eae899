package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.task.TaskState.Finished;
import ai.fullpotential.orchestrator.task.TaskState.Queued;
import ai.fullpotential.orchestrator.task.TaskState.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A task and everything that happened to it.
 *
 * @param id its name
 * @param requestId the id of the request that brought it, passed on to the droplet
 * @param spec what was asked for
 * @param createdAt when it was accepted
 * @param state where it stands
 * @param attempts every attempt so far, in order; the last is open exactly while it is running
 */
public record Task(
    TaskId id,
    String requestId,
    TaskSpec spec,
    Instant createdAt,
    TaskState state,
    List<Attempt> attempts) {

  /** Rejects attempts that do not fit the state. */
  public Task {
    attempts = List.copyOf(attempts);
    boolean open = !attempts.isEmpty() && attempts.getLast().end() == null;
    if (open != (state instanceof Running)) {
      throw new IllegalArgumentException(
          state.getClass().getSimpleName()
              + " with "
              + (open ? "an open" : "no open")
              + " attempt");
    }
  }

  /** A task as it is accepted: due at once, not tried yet. */
  public static Task accepted(TaskId id, String requestId, TaskSpec spec, Instant now) {
    return new Task(id, requestId, spec, now, new Queued(now, TaskState.Waiting.START), List.of());
  }

  /** The moment at which its total time is over. */
  public Instant deadline() {
    return createdAt.plus(spec.limits().total());
  }

  /** Where it stands, in the word a caller is told. */
  public TaskStatus status() {
    return switch (state) {
      case Queued _ -> TaskStatus.QUEUED;
      case Running _ -> TaskStatus.RUNNING;
      case Finished end -> end.status();
    };
  }

  /** The retries made so far: the attempts but the first. */
  public int retryCount() {
    return Math.max(0, attempts.size() - 1);
  }

  /** The attempt made last. */
  public Optional<Attempt> lastAttempt() {
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
  }

  /** The end, when it has come. */
  public Optional<Finished> finished() {
    return state instanceof Finished end ? Optional.of(end) : Optional.empty();
  }

  /** From acceptance to the end; empty while there is none. */
  public Optional<Duration> duration() {
    return finished().map(end -> Duration.between(createdAt, end.at()));
  }

  Task with(TaskState next) {
    return new Task(id, requestId, spec, createdAt, next, attempts);
  }

  Task withAttempt(Attempt opened) {
    List<Attempt> more = new ArrayList<>(attempts.size() + 1);
    more.addAll(attempts);
    more.add(opened);
    return new Task(id, requestId, spec, createdAt, new Running(), more);
  }

  Task withLastAttemptEnded(Attempt.End how, TaskState next) {
    List<Attempt> changed = new ArrayList<>(attempts);
    changed.set(changed.size() - 1, changed.getLast().ended(how));
    return new Task(id, requestId, spec, createdAt, next, changed);
  }
}
