package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.task.TaskState.Finished;
import ai.fullpotential.orchestrator.task.TaskState.Held;
import ai.fullpotential.orchestrator.task.TaskState.Queued;
import ai.fullpotential.orchestrator.task.TaskState.Running;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A task and everything that happened to it.
 *
 * @param id its name
 * @param origin where it comes from
 * @param spec what was asked for
 * @param createdAt when it was accepted
 * @param state where it stands
 * @param attempts every attempt so far, in order; the last is open exactly while it is running
 * @param excused time that does not count towards its total, because it waited for no fault of its
 *     own
 */
public record Task(
    TaskId id,
    Origin origin,
    TaskSpec spec,
    Instant createdAt,
    TaskState state,
    List<Attempt> attempts,
    Duration excused) {

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

  /**
   * A task as it is accepted: not tried yet, due at once or at the time its caller set. When that was is
   * kept as precisely as the wire tells it, so that what is told can be searched for.
   */
  public static Task accepted(TaskId id, Origin origin, TaskSpec spec, Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.MICROS);
    return new Task(id, origin, spec, at, queued(spec.options(), at), List.of(), Duration.ZERO);
  }

  private static Queued queued(TaskOptions options, Instant now) {
    Instant due = options.notBefore();
    if (due == null || !due.isAfter(now)) {
      return new Queued(now, TaskState.Waiting.START, now);
    }
    Instant end = options.deadline();
    return new Queued(
        end != null && end.isBefore(due) ? end : due, TaskState.Waiting.SCHEDULE, now);
  }

  /** The id of the request that brought it. */
  public String requestId() {
    return origin.requestId();
  }

  /** When it was or will be due for the first time. */
  public Instant due() {
    Instant set = spec.options().notBefore();
    return set == null || set.isBefore(createdAt) ? createdAt : set;
  }

  /** The moment at which its time is over. */
  public Instant deadline() {
    Instant end = due().plus(spec.limits().total()).plus(excused);
    Instant set = spec.options().deadline();
    return set != null && set.isBefore(end) ? set : end;
  }

  /** Where it stands, in the word a caller is told. */
  public TaskStatus status() {
    return switch (state) {
      case Queued _ -> TaskStatus.QUEUED;
      case Running _ -> TaskStatus.RUNNING;
      case Held _ -> TaskStatus.HELD;
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

  /** The same task, whose next attempt is to go to this droplet. */
  public Task routedTo(String dropletName) {
    return new Task(id, origin, spec.forDroplet(dropletName), createdAt, state, attempts, excused);
  }

  /** The droplet that an attempt at it went to. */
  public String dropletOf(Attempt attempt) {
    String chosen = attempt.target().dropletName();
    return chosen == null ? spec.dropletName() : chosen;
  }

  Task with(TaskState next) {
    return new Task(id, origin, spec, createdAt, next, attempts, excused);
  }

  Task excusing(Duration more) {
    return new Task(id, origin, spec, createdAt, state, attempts, excused.plus(more));
  }

  Task withAttempt(Attempt opened) {
    List<Attempt> more = new ArrayList<>(attempts.size() + 1);
    more.addAll(attempts);
    more.add(opened);
    return new Task(id, origin, spec, createdAt, new Running(), more, excused);
  }

  Task withLastAttemptEnded(Attempt.End how, TaskState next) {
    List<Attempt> changed = new ArrayList<>(attempts);
    changed.set(changed.size() - 1, changed.getLast().ended(how));
    return new Task(id, origin, spec, createdAt, next, changed, excused);
  }
}
