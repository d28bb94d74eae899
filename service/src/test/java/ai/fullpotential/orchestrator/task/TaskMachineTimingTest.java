package ai.fullpotential.orchestrator.task;

import static ai.fullpotential.orchestrator.task.TestTasks.START;
import static ai.fullpotential.orchestrator.task.TestTasks.TARGET;
import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.AttemptResult.Refused;
import ai.fullpotential.orchestrator.task.AttemptResult.TimedOut;
import ai.fullpotential.orchestrator.task.Step.Command;
import ai.fullpotential.orchestrator.task.TaskEvent.AttemptEnded;
import ai.fullpotential.orchestrator.task.TaskEvent.DropletMissing;
import ai.fullpotential.orchestrator.task.TaskEvent.Due;
import ai.fullpotential.orchestrator.task.TaskState.Queued;
import ai.fullpotential.orchestrator.task.TaskState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a task is tried again, and when its time is over (contract A3). */
class TaskMachineTimingTest {

  private static Instant at(double seconds) {
    return START.plusMillis(Math.round(seconds * 1000));
  }

  private static TaskLimits limits(int retries, String attemptTimeout, String total) {
    return new TaskLimits(
        new RetryPolicy(retries, Backoff.doubling(Duration.ofSeconds(1))),
        Duration.parse(attemptTimeout),
        Duration.parse(total),
        10240);
  }

  @Test
  void retriesAfterOneTwoAndFourSecondsThenGivesUp() {
    List<Duration> waits = new ArrayList<>();
    Task task = task().accepted();
    Instant now = START;
    while (task.finished().isEmpty()) {
      task = TaskMachine.step(task, new Due(TARGET), now).task();
      now = now.plusMillis(10);
      Step failed = TaskMachine.step(task, new AttemptEnded(new Refused("refused")), now);
      task = failed.task();
      if (failed.then() instanceof Command.Wake(Instant wake)) {
        assertThat(task.state()).isEqualTo(new Queued(wake, Waiting.BACKOFF, now));
        waits.add(Duration.between(now, wake));
        now = wake;
      }
    }

    assertThat(waits)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(task.status()).isEqualTo(TaskStatus.ERROR);
    assertThat(task.retryCount()).isEqualTo(3);
    assertThat(task.attempts()).extracting(Attempt::number).containsExactly(1, 2, 3, 4);
    assertThat(task.duration()).contains(Duration.ofMillis(7040));
  }

  @Test
  void makesOneAttemptWhenNoRetryIsAllowed() {
    Task failed = task().withLimits(limits(0, "PT5S", "PT30S")).failed();

    assertThat(failed.attempts()).hasSize(1);
    assertThat(failed.retryCount()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0,      PT5S",
    "24.999, PT5S",
    "25,     PT5S",
    "25.001, PT4.999S",
    "29.999, PT0.001S",
  })
  void givesAnAttemptItsTimeButNeverMoreThanIsLeft(double seconds, Duration expected) {
    Step step = TaskMachine.step(task().accepted(), new Due(TARGET), at(seconds));

    assertThat(step.then()).isInstanceOf(Command.Call.class);
    assertThat(((Command.Call) step.then()).timeout()).isEqualTo(expected);
  }

  @Test
  void cutsAWaitAtTheDeadline() {
    Task running = TaskMachine.step(task().accepted(), new Due(TARGET), at(29)).task();

    Step step = TaskMachine.step(running, new AttemptEnded(new Refused("refused")), at(29.5));

    assertThat(step.then()).isEqualTo(new Command.Wake(at(30)));
    assertThat(step.task().state()).isEqualTo(new Queued(at(30), Waiting.BACKOFF, at(29.5)));
  }

  @Test
  void endsAWaitThatReachedTheDeadlineWithTheLastFailure() {
    Task running = TaskMachine.step(task().accepted(), new Due(TARGET), at(29)).task();
    Task waiting =
        TaskMachine.step(running, new AttemptEnded(new Answered(503, null, null)), at(29.5)).task();

    Task over = TaskMachine.step(waiting, new Due(TARGET), at(30)).task();

    assertThat(over.finished())
        .contains(
            new TaskState.Finished(
                TaskStatus.TIMEOUT,
                at(30),
                503,
                null,
                "no result within 30 s; last: the droplet answered HTTP 503"));
    assertThat(over.retryCount()).isZero();
  }

  @Test
  void endsAnAttemptThatReachedTheDeadlineAsTimeoutThoughItWasTheLast() {
    Task running = task().withLimits(limits(0, "PT30S", "PT30S")).running();

    Task over =
        TaskMachine.step(running, new AttemptEnded(new TimedOut("no answer in 30 s")), at(30))
            .task();

    assertThat(over.status()).isEqualTo(TaskStatus.TIMEOUT);
    assertThat(over.finished().orElseThrow().errorMessage())
        .isEqualTo("no result within 30 s; last: no answer in 30 s");
  }

  @Test
  void takesAnAnswerThatCameAtTheDeadline() {
    Step step =
        TaskMachine.step(task().running(), new AttemptEnded(new Answered(200, null, null)), at(30));

    assertThat(step.task().status()).isEqualTo(TaskStatus.SUCCESS);
  }

  @Test
  void keepsTheBodyOfAFiveHundredThatCameAtTheDeadline() {
    Step step =
        TaskMachine.step(
            task().running(),
            new AttemptEnded(
                new Answered(500, ai.fullpotential.orchestrator.json.Json.string("b"), null)),
            at(30));

    assertThat(step.task().finished().orElseThrow().responseStatus()).isEqualTo(500);
    assertThat(step.task().finished().orElseThrow().responseBody()).hasToString("\"b\"");
  }

  @Test
  void looksForAMissingDropletOnceASecondUntilTheDeadline() {
    Task task = task().accepted();

    Step first = TaskMachine.step(task, new DropletMissing(), at(0));
    assertThat(first.then()).isEqualTo(new Command.Wake(at(1)));
    Step last = TaskMachine.step(first.task(), new DropletMissing(), at(29.5));
    assertThat(last.then()).isEqualTo(new Command.Wake(at(30)));

    Task over = TaskMachine.step(last.task(), new DropletMissing(), at(30)).task();
    assertThat(over.finished().orElseThrow().errorMessage())
        .isEqualTo("no result within 30 s; last: the Registry no longer lists droplet 'registry'");
    assertThat(over.attempts()).isEmpty();
  }

  @Test
  void goesOnWithAMissingDropletThatIsBack() {
    Task missing = TaskMachine.step(task().waiting(), new DropletMissing(), at(1)).task();

    Step back = TaskMachine.step(missing, new Due(TARGET), at(2));

    assertThat(back.task().retryCount()).isEqualTo(1);
    assertThat(back.then()).isInstanceOf(Command.Call.class);
  }

  @Test
  void saysWhenNoAttemptWasMadeInTime() {
    Task over = TaskMachine.step(task().accepted(), new Due(TARGET), at(31)).task();

    assertThat(over.finished().orElseThrow().errorMessage())
        .isEqualTo("no result within 30 s; last: no attempt was made");
    assertThat(over.duration()).contains(Duration.ofSeconds(31));
  }

  @ParameterizedTest
  @CsvSource({
    "PT30S, 30",
    "PT0.25S, 0.25",
    "PT1000S, 1000",
    "PT24H, 86400",
    "PT0.05S, 0.05",
    "PT90.5S, 90.5",
  })
  void writesTheTotalAsAPersonWould(String total, String written) {
    Task task = task().withLimits(limits(3, "PT5S", total)).accepted();

    Task over = TaskMachine.step(task, new Due(TARGET), task.deadline()).task();

    assertThat(over.finished().orElseThrow().errorMessage())
        .isEqualTo("no result within " + written + " s; last: no attempt was made");
  }
}
