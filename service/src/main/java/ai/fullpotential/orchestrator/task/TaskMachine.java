package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.retry.Failure;
import ai.fullpotential.orchestrator.retry.RetryDecision;
import ai.fullpotential.orchestrator.task.Attempt.Outcome;
import ai.fullpotential.orchestrator.task.Step.Command;
import ai.fullpotential.orchestrator.task.Step.Ending;
import ai.fullpotential.orchestrator.task.TaskState.Finished;
import ai.fullpotential.orchestrator.task.TaskState.Held;
import ai.fullpotential.orchestrator.task.TaskState.Queued;
import ai.fullpotential.orchestrator.task.TaskState.Running;
import ai.fullpotential.orchestrator.task.TaskState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * All that can become of a task: one pure step from a state and an event to the next state and a
 * command. docs/tasks.md shows it as a table. No clock, no thread, no I/O; chance comes from the
 * task's own id, so that the same step is always the same.
 */
public final class TaskMachine {

  private TaskMachine() {}

  /**
   * What follows from the event.
   *
   * @throws IllegalStateException when the event cannot happen in the task's state: a bug
   */
  public static Step step(Task task, TaskEvent event, Instant now) {
    return switch (event) {
      case TaskEvent.Due(Target target) when task.state() instanceof Queued waited ->
          due(Waits.excused(task, waited, now), target, now);
      case TaskEvent.DropletMissing() when task.state() instanceof Queued waited ->
          putOff(task, waited, Waiting.DROPLET_UNKNOWN, now);
      case TaskEvent.Blocked(Waiting reason) when task.state() instanceof Queued waited ->
          putOff(task, waited, reason, now);
      case TaskEvent.Refused(Refusal why) when task.state() instanceof Queued ->
          refuse(task, why, now);
      case TaskEvent.AttemptEnded(AttemptResult result) when task.state() instanceof Running ->
          close(task, result, now);
      case TaskEvent.AttemptLost(String why) when task.state() instanceof Running ->
          lose(task, why, now);
      case TaskEvent.Cancelled() when !(task.state() instanceof Finished) ->
          end(
              task,
              Outcome.CANCELLED,
              TaskStatus.CANCELLED,
              Reasons.CANCELLED,
              new Ending.Cancelled(),
              now);
      case TaskEvent.Abandoned(String why) when !(task.state() instanceof Finished) ->
          end(task, Outcome.UNKNOWN, TaskStatus.ERROR, why, new Ending.Abandoned(), now);
      case TaskEvent.Released() when task.state() instanceof Held(Instant since) -> {
        Task free = task.excusing(Duration.between(since, now));
        yield new Step(free.with(new Queued(now, Waiting.START, now)), new Command.Wake(now));
      }
      case TaskEvent.GivenUp() when task.state() instanceof Held ->
          end(
              task,
              Outcome.UNKNOWN,
              TaskStatus.ERROR,
              Reasons.GIVEN_UP,
              new Ending.Unreachable(),
              now);
      case TaskEvent.Due _,
          TaskEvent.DropletMissing _,
          TaskEvent.Blocked _,
          TaskEvent.Refused _,
          TaskEvent.AttemptEnded _,
          TaskEvent.AttemptLost _,
          TaskEvent.Cancelled _,
          TaskEvent.Released _,
          TaskEvent.GivenUp _,
          TaskEvent.Abandoned _ ->
          // Neither is written out: they hold bodies, which no log may show (contract A9).
          throw new IllegalStateException(
              event.getClass().getSimpleName() + " cannot happen to a task " + task.status());
    };
  }

  private static Step due(Task task, Target target, Instant now) {
    if (isOver(task, now)) {
      return outOfTime(task, waited(task), now);
    }
    Attempt attempt = new Attempt(task.attempts().size() + 1, now, target, null);
    return new Step(
        task.withAttempt(attempt),
        new Command.Call(
            attempt,
            shorter(
                task.spec().limits().attemptTimeout(), Duration.between(now, task.deadline()))));
  }

  private static Step putOff(Task queued, Queued waited, Waiting reason, Instant now) {
    Task task = Waits.excused(queued, waited, now);
    if (isOver(task, now)) {
      return outOfTime(task, reason, now);
    }
    Instant until = earlier(now.plus(Waits.next(task, waited, reason, now)), Waits.end(task));
    return new Step(task.with(new Queued(until, reason, now)), new Command.Wake(until));
  }

  private static Step refuse(Task queued, Refusal why, Instant now) {
    Attempt.End last = queued.lastAttempt().map(Attempt::end).orElse(null);
    Finished end =
        new Finished(
            TaskStatus.ERROR,
            now,
            last == null ? null : last.responseStatus(),
            null,
            Reasons.refused(why, last == null ? null : last.error()));
    return new Step(queued.with(end), new Command.Answer(new Ending.Refused(why)));
  }

  private static Step close(Task task, AttemptResult result, Instant now) {
    return switch (result) {
      case AttemptResult.Answered answer -> answered(task, answer, now);
      case AttemptResult.TimedOut(String detail) ->
          fail(task, new Failed(new Failure.Timeout(), Outcome.TIMEOUT, detail), now);
      case AttemptResult.Refused(String detail) ->
          fail(task, new Failed(new Failure.Connection(), Outcome.REFUSED, detail), now);
      case AttemptResult.Unresolved(String detail) ->
          fail(task, new Failed(new Failure.Connection(), Outcome.DNS, detail), now);
      case AttemptResult.Broken(String detail) ->
          fail(task, new Failed(new Failure.Connection(), Outcome.RESET, detail), now);
    };
  }

  /**
   * An attempt that did not do what the caller wanted.
   *
   * @param body the droplet's answer, if there was one
   */
  private record Failed(
      Failure failure,
      Outcome outcome,
      @Nullable Integer status,
      @Nullable JsonText body,
      String error) {

    Failed(Failure failure, Outcome outcome, String error) {
      this(failure, outcome, null, null, error);
    }

    Attempt.End end(Instant now) {
      return new Attempt.End(now, outcome, status, error);
    }
  }

  private static Step answered(Task task, AttemptResult.Answered answer, Instant now) {
    Failure failure = new Failure.Status(answer.status(), answer.retryAfter());
    boolean repeats =
        decide(task, failure) instanceof RetryDecision.Retry && answer.fault() == null;
    if (answer.status() < 500 && !repeats) {
      return settle(task, answer, now);
    }
    String error = "the droplet answered HTTP " + answer.status();
    return fail(
        task, new Failed(failure, Outcome.ANSWERED, answer.status(), answer.body(), error), now);
  }

  private static Step settle(Task task, AttemptResult.Answered answer, Instant now) {
    boolean success = answer.status() < 300 && answer.fault() == null;
    String error =
        success
            ? null
            : answer.fault() != null
                ? answer.fault()
                : "the droplet answered HTTP " + answer.status();
    Finished end =
        new Finished(
            success ? TaskStatus.SUCCESS : TaskStatus.ERROR,
            now,
            answer.status(),
            kept(task, answer.body()),
            error);
    Task settled =
        task.withLastAttemptEnded(
            new Attempt.End(now, Outcome.ANSWERED, answer.status(), error), end);
    return new Step(settled, new Command.Answer(new Ending.Responded(answer.body())));
  }

  private static Step fail(Task task, Failed failed, Instant now) {
    if (isOver(task, now)) {
      Finished end =
          new Finished(
              TaskStatus.TIMEOUT,
              now,
              failed.status(),
              kept(task, failed.body()),
              Reasons.late(task, failed.error()));
      return new Step(
          task.withLastAttemptEnded(failed.end(now), end),
          new Command.Answer(new Ending.OutOfTime()));
    }
    return switch (decide(task, failed.failure())) {
      case RetryDecision.Retry(Duration delay) -> retry(task, failed.end(now), delay, now);
      case RetryDecision.Exhausted(), RetryDecision.Final() -> {
        Finished end =
            new Finished(
                TaskStatus.ERROR, now, failed.status(), kept(task, failed.body()), failed.error());
        yield new Step(
            task.withLastAttemptEnded(failed.end(now), end),
            new Command.Answer(new Ending.Unreachable()));
      }
    };
  }

  private static Step lose(Task task, String why, Instant now) {
    Failed lost = new Failed(new Failure.Unseen(), Outcome.UNKNOWN, why);
    return switch (task.spec().options().onUnknown()) {
      case RETRY -> fail(task, lost, now);
      case HOLD ->
          new Step(task.withLastAttemptEnded(lost.end(now), new Held(now)), new Command.Hold());
    };
  }

  private static Step retry(Task task, Attempt.End attempt, Duration delay, Instant now) {
    Instant until = earlier(now.plus(delay), task.deadline());
    return new Step(
        task.withLastAttemptEnded(attempt, new Queued(until, Waiting.BACKOFF, now)),
        new Command.Wake(until));
  }

  private static RetryDecision decide(Task task, Failure failure) {
    int attempts = task.attempts().size();
    double chance =
        new SplittableRandom(task.id().value().hashCode() + 31L * attempts).nextDouble();
    return task.spec().limits().retry().after(failure, attempts - 1, chance);
  }

  private static Waiting waited(Task task) {
    return task.state() instanceof Queued(_, Waiting reason, _) ? reason : Waiting.START;
  }

  private static Step outOfTime(Task task, Waiting reason, Instant now) {
    Attempt.End last = task.lastAttempt().map(Attempt::end).orElse(null);
    String waited = Reasons.waited(reason, task.spec());
    String why = waited != null ? waited : last == null ? "no attempt was made" : last.error();
    Finished end =
        new Finished(
            TaskStatus.TIMEOUT,
            now,
            last == null ? null : last.responseStatus(),
            null,
            Reasons.late(task, why));
    return new Step(task.with(end), new Command.Answer(new Ending.OutOfTime()));
  }

  /** Ends the task where it stands; an open attempt ends with it. */
  private static Step end(
      Task task, Outcome open, TaskStatus status, String why, Ending ending, Instant now) {
    Finished end = new Finished(status, now, null, null, why);
    Task ended =
        task.state() instanceof Running
            ? task.withLastAttemptEnded(new Attempt.End(now, open, null, why), end)
            : task.with(end);
    return new Step(ended, new Command.Answer(ending));
  }

  private static boolean isOver(Task task, Instant now) {
    return !now.isBefore(task.deadline());
  }

  private static @Nullable JsonText kept(Task task, @Nullable JsonText body) {
    return body == null ? null : KeptBody.of(body, task.spec().limits().keepBytes());
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
