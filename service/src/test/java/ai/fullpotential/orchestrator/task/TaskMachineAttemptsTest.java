package ai.fullpotential.orchestrator.task;

import static ai.fullpotential.orchestrator.task.TestTasks.START;
import static ai.fullpotential.orchestrator.task.TestTasks.TARGET;
import static ai.fullpotential.orchestrator.task.TestTasks.limits;
import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.Attempt.Outcome;
import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.AttemptResult.Broken;
import ai.fullpotential.orchestrator.task.AttemptResult.Refused;
import ai.fullpotential.orchestrator.task.AttemptResult.TimedOut;
import ai.fullpotential.orchestrator.task.AttemptResult.Unresolved;
import ai.fullpotential.orchestrator.task.Step.Command;
import ai.fullpotential.orchestrator.task.Step.Ending;
import ai.fullpotential.orchestrator.task.TaskEvent.Abandoned;
import ai.fullpotential.orchestrator.task.TaskEvent.AttemptEnded;
import ai.fullpotential.orchestrator.task.TaskEvent.Due;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an attempt opens, and what each of its ends makes of the task. */
class TaskMachineAttemptsTest {

  private static final Instant LATER = START.plusMillis(45);

  private static Step end(Task running, AttemptResult result) {
    return TaskMachine.step(running, new AttemptEnded(result), LATER);
  }

  @Test
  void opensAnAttemptWhereTheDropletIsNow() {
    Step step = TaskMachine.step(task().accepted(), new Due(TARGET), START);

    Attempt opened = new Attempt(1, START, TARGET, null);
    assertThat(step.task().attempts()).containsExactly(opened);
    assertThat(step.task().status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(step.then())
        .isEqualTo(new Command.Call(opened, task().spec().limits().attemptTimeout()));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 299})
  void succeedsWithTwoHundreds(int status) {
    Step step = end(task().running(), new Answered(status, Json.string("ok"), null));

    TaskState.Finished finished = step.task().finished().orElseThrow();
    assertThat(finished)
        .isEqualTo(
            new TaskState.Finished(TaskStatus.SUCCESS, LATER, status, Json.string("ok"), null));
    assertThat(step.task().attempts().getLast().end())
        .isEqualTo(new Attempt.End(LATER, Outcome.ANSWERED, status, null));
    assertThat(step.then()).isEqualTo(new Command.Answer(new Ending.Responded(Json.string("ok"))));
    assertThat(step.task().duration()).contains(java.time.Duration.ofMillis(45));
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 302, 304, 399, 400, 404, 429, 499})
  void endsWithAnErrorButNoRetryForThreeAndFourHundreds(int status) {
    Step step = end(task().running(), new Answered(status, Json.string("no"), null));

    assertThat(step.task().finished())
        .contains(
            new TaskState.Finished(
                TaskStatus.ERROR,
                LATER,
                status,
                Json.string("no"),
                "the droplet answered HTTP " + status));
    assertThat(step.then()).isEqualTo(new Command.Answer(new Ending.Responded(Json.string("no"))));
    assertThat(step.task().retryCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 599})
  void triesAgainAfterFiveHundreds(int status) {
    Step step = end(task().running(), new Answered(status, Json.string("oops"), null));

    assertThat(step.task().status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(step.task().attempts().getLast().end())
        .isEqualTo(
            new Attempt.End(
                LATER, Outcome.ANSWERED, status, "the droplet answered HTTP " + status));
  }

  @Test
  void endsWithTheFaultWhenTheAnswerCouldNotBeTaken() {
    Step step = end(task().running(), new Answered(200, null, "the answer is too large"));

    assertThat(step.task().finished())
        .contains(
            new TaskState.Finished(TaskStatus.ERROR, LATER, 200, null, "the answer is too large"));
    assertThat(step.then()).isEqualTo(new Command.Answer(new Ending.Responded(null)));
  }

  @Test
  void keepsTheLastFiveHundredWithItsBodyWhenItGivesUp() {
    Task last = task().withLimits(limits(0)).running();

    Step step = end(last, new Answered(503, Json.string("busy"), null));

    assertThat(step.task().finished())
        .contains(
            new TaskState.Finished(
                TaskStatus.ERROR,
                LATER,
                503,
                Json.string("busy"),
                "the droplet answered HTTP 503"));
    assertThat(step.then()).isEqualTo(new Command.Answer(new Ending.Unreachable()));
  }

  @Test
  void namesHowAnAttemptFailed() {
    assertThat(outcome(new TimedOut("slow"))).isEqualTo(Outcome.TIMEOUT);
    assertThat(outcome(new Refused("closed"))).isEqualTo(Outcome.REFUSED);
    assertThat(outcome(new Unresolved("no such host"))).isEqualTo(Outcome.DNS);
    assertThat(outcome(new Broken("reset"))).isEqualTo(Outcome.RESET);
  }

  private static Outcome outcome(AttemptResult result) {
    Task failed = end(task().withLimits(limits(0)).running(), result).task();
    Attempt.End end = java.util.Objects.requireNonNull(failed.attempts().getLast().end());
    assertThat(failed.finished().orElseThrow().errorMessage()).isEqualTo(end.error());
    assertThat(failed.finished().orElseThrow().responseStatus()).isNull();
    return end.outcome();
  }

  @Test
  void tellsTheCallerAllAndTheRecordWhatItMayKeep() {
    JsonText large = Json.string("x".repeat(20_000));

    Step step = end(task().running(), new Answered(200, large, null));

    assertThat(step.then()).isEqualTo(new Command.Answer(new Ending.Responded(large)));
    assertThat(String.valueOf(step.task().finished().orElseThrow().responseBody()))
        .startsWith("{\"_truncated\":true,\"_original_size_kb\":19.53,\"_max_size_kb\":10,");
  }

  @Test
  void marksAnOpenAttemptUnknownWhenItGivesTheTaskUp() {
    Task running = task().running();

    Step step = TaskMachine.step(running, new Abandoned("stopping"), LATER);

    assertThat(step.task().finished())
        .contains(new TaskState.Finished(TaskStatus.ERROR, LATER, null, null, "stopping"));
    assertThat(step.task().attempts().getLast().end())
        .isEqualTo(new Attempt.End(LATER, Outcome.UNKNOWN, null, "stopping"));
  }

  @Test
  void leavesPastAttemptsAloneWhenItGivesAWaitingTaskUp() {
    Task waiting = task().waiting();

    Step step = TaskMachine.step(waiting, new Abandoned("stopping"), LATER);

    assertThat(step.task().attempts()).isEqualTo(waiting.attempts());
    assertThat(step.task().status()).isEqualTo(TaskStatus.ERROR);
  }
}
