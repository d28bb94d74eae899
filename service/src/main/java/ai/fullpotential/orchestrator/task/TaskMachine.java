package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.retry.RetryDecision;
import ai.fullpotential.orchestrator.task.Attempt.Outcome;
import ai.fullpotential.orchestrator.task.Step.Command;
import ai.fullpotential.orchestrator.task.Step.Ending;
import ai.fullpotential.orchestrator.task.TaskState.Finished;
import ai.fullpotential.orchestrator.task.TaskState.Queued;
import ai.fullpotential.orchestrator.task.TaskState.Running;
import ai.fullpotential.orchestrator.task.TaskState.Waiting;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that can become of a task: one pure step from a state and an event to the next state and a
 * command. docs/tasks.md shows it as a table. No clock, no thread, no I/O.
 */
public final class TaskMachine {

  /** How long a task whose droplet has vanished waits before it looks again. */
  static final Duration MISSING_DROPLET_WAIT = Duration.ofSeconds(1);

  private TaskMachine() {}

  /**
   * What follows from the event.
   *
   * @throws IllegalStateException when the event cannot happen in the task's state: a bug
   */
  public static Step step(Task task, TaskEvent event, Instant now) {
    return switch (event) {
      case TaskEvent.Due(Target target) when task.state() instanceof Queued ->
          isOver(task, now) ? outOfTime(task, now) : open(task, target, now);
      case TaskEvent.DropletMissing() when task.state() instanceof Queued ->
          isOver(task, now)
              ? outOfTime(task, now)
              : queue(task, MISSING_DROPLET_WAIT, Waiting.DROPLET_UNKNOWN, now);
      case TaskEvent.AttemptEnded(AttemptResult result) when task.state() instanceof Running ->
          close(task, result, now);
      case TaskEvent.Abandoned(String why) when !(task.state() instanceof Finished) ->
          abandon(task, why, now);
      case TaskEvent.Due _,
          TaskEvent.DropletMissing _,
          TaskEvent.AttemptEnded _,
          TaskEvent.Abandoned _ ->
          // Neither is written out: they hold bodies, which no log may show (contract A9).
          throw new IllegalStateException(
              event.getClass().getSimpleName() + " cannot happen to a task " + task.status());
    };
  }

  private static Step open(Task task, Target target, Instant now) {
    Attempt attempt = new Attempt(task.attempts().size() + 1, now, target, null);
    return new Step(
        task.withAttempt(attempt),
        new Command.Call(
            attempt,
            shorter(
                task.spec().limits().attemptTimeout(), Duration.between(now, task.deadline()))));
  }

  private static Step close(Task task, AttemptResult result, Instant now) {
    return switch (result) {
      case AttemptResult.Answered answer when answer.status() < 500 -> settle(task, answer, now);
      case AttemptResult.Answered(int status, JsonText body, String _) ->
          fail(task, Outcome.ANSWERED, status, body, "the droplet answered HTTP " + status, now);
      case AttemptResult.TimedOut(String detail) ->
          fail(task, Outcome.TIMEOUT, null, null, detail, now);
      case AttemptResult.Refused(String detail) ->
          fail(task, Outcome.REFUSED, null, null, detail, now);
      case AttemptResult.Unresolved(String detail) ->
          fail(task, Outcome.DNS, null, null, detail, now);
      case AttemptResult.Broken(String detail) ->
          fail(task, Outcome.RESET, null, null, detail, now);
    };
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

  private static Step fail(
      Task task,
      Outcome outcome,
      @Nullable Integer status,
      @Nullable JsonText body,
      String error,
      Instant now) {
    Attempt.End attemptEnd = new Attempt.End(now, outcome, status, error);
    if (isOver(task, now)) {
      Finished end =
          new Finished(TaskStatus.TIMEOUT, now, status, kept(task, body), late(task, error));
      return new Step(
          task.withLastAttemptEnded(attemptEnd, end), new Command.Answer(new Ending.OutOfTime()));
    }
    return switch (task.spec().limits().retry().afterFailure(task.retryCount())) {
      case RetryDecision.Retry(Duration delay) -> {
        Instant until = earlier(now.plus(delay), task.deadline());
        yield new Step(
            task.withLastAttemptEnded(attemptEnd, new Queued(until, Waiting.BACKOFF)),
            new Command.Wake(until));
      }
      case RetryDecision.Exhausted() -> {
        Finished end = new Finished(TaskStatus.ERROR, now, status, kept(task, body), error);
        yield new Step(
            task.withLastAttemptEnded(attemptEnd, end),
            new Command.Answer(new Ending.Unreachable()));
      }
    };
  }

  private static Step queue(Task task, Duration delay, Waiting reason, Instant now) {
    Instant until = earlier(now.plus(delay), task.deadline());
    return new Step(task.with(new Queued(until, reason)), new Command.Wake(until));
  }

  private static Step outOfTime(Task task, Instant now) {
    Attempt.End last = task.lastAttempt().map(Attempt::end).orElse(null);
    boolean missing =
        task.state() instanceof Queued(_, Waiting reason) && reason == Waiting.DROPLET_UNKNOWN;
    String why =
        missing
            ? "the Registry no longer lists droplet '" + task.spec().dropletName() + "'"
            : last == null ? "no attempt was made" : last.error();
    Finished end =
        new Finished(
            TaskStatus.TIMEOUT,
            now,
            last == null ? null : last.responseStatus(),
            null,
            late(task, why));
    return new Step(task.with(end), new Command.Answer(new Ending.OutOfTime()));
  }

  private static Step abandon(Task task, String why, Instant now) {
    Finished end = new Finished(TaskStatus.ERROR, now, null, null, why);
    Task ended =
        task.state() instanceof Running
            ? task.withLastAttemptEnded(new Attempt.End(now, Outcome.UNKNOWN, null, why), end)
            : task.with(end);
    return new Step(ended, new Command.Answer(new Ending.Abandoned()));
  }

  private static boolean isOver(Task task, Instant now) {
    return !now.isBefore(task.deadline());
  }

  private static String late(Task task, @Nullable String why) {
    return "no result within " + seconds(task.spec().limits().total()) + " s; last: " + why;
  }

  /** As a person would write it: 30, 0.25, 86400. */
  private static String seconds(Duration duration) {
    BigDecimal seconds = BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros();
    return seconds.toPlainString();
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
