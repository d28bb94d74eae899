package ai.fullpotential.orchestrator.task;

import static ai.fullpotential.orchestrator.task.TestTasks.START;
import static ai.fullpotential.orchestrator.task.TestTasks.TARGET;
import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.task.TaskState.Finished;
import ai.fullpotential.orchestrator.task.TaskState.Queued;
import ai.fullpotential.orchestrator.task.TaskState.Running;
import ai.fullpotential.orchestrator.task.TaskState.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTest {

  private static final Attempt OPEN = new Attempt(1, START, TARGET, null);
  private static final Attempt ENDED =
      OPEN.ended(new Attempt.End(START, Attempt.Outcome.REFUSED, null, "refused"));

  private static Task with(TaskState state, Attempt... attempts) {
    return new Task(
        TestTasks.id(),
        Origin.caller("request-1"),
        task().spec(),
        START,
        state,
        List.of(attempts),
        Duration.ZERO);
  }

  @Test
  void isAcceptedAsQueuedAndDueAtOnce() {
    Task task = task().accepted();

    assertThat(task.state()).isEqualTo(new Queued(START, Waiting.START, START));
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(task.attempts()).isEmpty();
    assertThat(task.retryCount()).isZero();
    assertThat(task.lastAttempt()).isEmpty();
    assertThat(task.finished()).isEmpty();
    assertThat(task.duration()).isEmpty();
    assertThat(task.deadline()).isEqualTo(START.plusSeconds(30));
  }

  @Test
  void hasAnOpenAttemptExactlyWhileItRuns() {
    Finished end = new Finished(TaskStatus.ERROR, START, null, Json.string("secret"), "refused");

    assertThat(with(new Running(), ENDED, OPEN).lastAttempt()).contains(OPEN);
    assertThatIllegalArgumentException().isThrownBy(() -> with(new Running()));
    assertThatIllegalArgumentException().isThrownBy(() -> with(new Running(), ENDED));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(new Queued(START, Waiting.START, START), OPEN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(end, OPEN))
        .withMessage("Finished with an open attempt");
  }

  @Test
  void keepsItsOwnListOfAttempts() {
    List<Attempt> attempts = new ArrayList<>(List.of(ENDED));
    Task task =
        new Task(
            TestTasks.id(),
            Origin.caller("r"),
            task().spec(),
            START,
            new Queued(START, Waiting.START, START),
            attempts,
            Duration.ZERO);
    attempts.clear();

    assertThat(task.attempts()).containsExactly(ENDED);
  }

  @ParameterizedTest
  @EnumSource(TaskStatus.class)
  void endsOnlyInAFinalStatus(TaskStatus status) {
    boolean isFinal =
        List.of(TaskStatus.SUCCESS, TaskStatus.ERROR, TaskStatus.TIMEOUT, TaskStatus.CANCELLED)
            .contains(status);

    assertThat(status.isFinal()).isEqualTo(isFinal);
    if (!isFinal) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Finished(status, START, null, null, null));
    }
  }

  @Test
  void speaksTheWordsOfTheWire() {
    assertThat(TaskStatus.values())
        .extracting(TaskStatus::wire)
        .containsExactly("queued", "running", "held", "success", "error", "timeout", "cancelled");
    assertThat(Waiting.values())
        .extracting(Waiting::wire)
        .containsExactly(
            "start",
            "schedule",
            "backoff",
            "rate_limit",
            "concurrency",
            "breaker",
            "paused",
            "droplet_unknown");
    assertThat(Attempt.Outcome.values())
        .extracting(Attempt.Outcome::wire)
        .containsExactly("answered", "timeout", "refused", "dns", "reset", "unknown", "cancelled");
    assertThat(Target.RegistryState.values())
        .extracting(Target.RegistryState::wire)
        .containsExactly("fresh", "stale", "disk");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1001})
  void listsOneToAThousand(int limit) {
    assertThatIllegalArgumentException().isThrownBy(() -> TaskQuery.newest(limit));
    assertThat(TaskQuery.newest(1000).limit()).isEqualTo(1000);
    assertThat(TaskQuery.newest(1)).isEqualTo(new TaskQuery(Optional.empty(), Optional.empty(), 1));
  }

  @Test
  void refusesLimitsThatLeaveNoRoomForAnAttempt() {
    var retry = TestTasks.limits(0).retry();
    Duration second = Duration.ofSeconds(1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TaskLimits(retry, Duration.ZERO, second, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TaskLimits(retry, second, Duration.ofNanos(-1), 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TaskLimits(retry, second, second, -1));
  }

  @Test
  void takesTheRegistrysSpellingOfItsDroplet() {
    TaskSpec spec = task().withDroplet("Billing").spec();

    assertThat(spec.forDroplet("Billing")).isSameAs(spec);
    assertThat(spec.forDroplet("billing")).isEqualTo(task().withDroplet("billing").spec());
  }

  @Test
  void hasAnIdThatReadsAsItsText() {
    assertThat(new TaskId("01900000-0000-7000-8000-000000000001"))
        .hasToString("01900000-0000-7000-8000-000000000001");
  }
}
