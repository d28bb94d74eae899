package ai.fullpotential.orchestrator.task;

import static ai.fullpotential.orchestrator.task.TestTasks.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.AttemptResult.Broken;
import ai.fullpotential.orchestrator.task.AttemptResult.Refused;
import ai.fullpotential.orchestrator.task.AttemptResult.TimedOut;
import ai.fullpotential.orchestrator.task.AttemptResult.Unresolved;
import ai.fullpotential.orchestrator.task.Step.Command;
import ai.fullpotential.orchestrator.task.TaskEvent.AttemptEnded;
import ai.fullpotential.orchestrator.task.TaskEvent.DropletMissing;
import ai.fullpotential.orchestrator.task.TaskEvent.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds on every walk through the machine, whatever happens. */
class TaskMachinePropertyTest {

  private static final List<AttemptResult> RESULTS =
      List.of(
          new Answered(200, null, null),
          new Answered(302, null, null),
          new Answered(404, null, null),
          new Answered(200, null, "too large"),
          new Answered(500, null, null),
          new Answered(503, null, null),
          new TimedOut("slow"),
          new Refused("closed"),
          new Unresolved("no such host"),
          new Broken("reset"));

  @Property(tries = 3000)
  void everyWalkEndsInTimeAndInOrder(@ForAll long seed) {
    Random random = new Random(seed);
    TaskLimits limits =
        new TaskLimits(
            new RetryPolicy(
                random.nextInt(6), Backoff.doubling(Duration.ofMillis(random.nextInt(3000)))),
            Duration.ofMillis(1 + random.nextInt(6000)),
            Duration.ofMillis(1 + random.nextInt(30_000)),
            10240);
    Task task = TestTasks.task().withLimits(limits).accepted();
    Instant now = task.createdAt();
    TaskEvent event = new Due(TARGET);
    for (int steps = 0; task.finished().isEmpty(); steps++) {
      assertThat(steps).isLessThan(200);
      Step step = TaskMachine.step(task, event, now);
      isOneStepFrom(task, step.task());
      task = step.task();
      switch (step.then()) {
        case Command.Call(Attempt attempt, Duration timeout) -> {
          assertThat(attempt).isEqualTo(task.attempts().getLast());
          assertThat(timeout).isPositive().isLessThanOrEqualTo(limits.attemptTimeout());
          assertThat(now.plus(timeout)).isBeforeOrEqualTo(task.deadline());
          event = new AttemptEnded(RESULTS.get(random.nextInt(RESULTS.size())));
          now = now.plusNanos(random.nextLong(timeout.toNanos() + 1));
        }
        case Command.Wake(Instant wake) -> {
          assertThat(wake).isBetween(now, task.deadline());
          event = random.nextInt(4) == 0 ? new DropletMissing() : new Due(TARGET);
          now = wake;
        }
        case Command.Hold _ -> throw new AssertionError("nothing was lost");
        case Command.Answer _ -> assertThat(task.finished()).isPresent();
      }
    }
    assertThat(task.finished().orElseThrow().at())
        .isEqualTo(now)
        .isBeforeOrEqualTo(task.deadline());
    assertThat(task.attempts().size()).isLessThanOrEqualTo(1 + limits.retry().maxRetries());
    assertThat(task.retryCount()).isEqualTo(Math.max(0, task.attempts().size() - 1));
    assertThat(task.attempts()).allMatch(attempt -> attempt.end() != null);
  }

  private static void isOneStepFrom(Task before, Task after) {
    int grown = after.attempts().size() - before.attempts().size();
    assertThat(grown).isBetween(0, 1);
    for (int i = 0; i < after.attempts().size(); i++) {
      assertThat(after.attempts().get(i).number()).isEqualTo(i + 1);
    }
    if (before.state() instanceof TaskState.Queued) {
      assertThat(after.attempts().subList(0, before.attempts().size()))
          .isEqualTo(before.attempts());
    }
  }
}
