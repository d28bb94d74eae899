package ai.fullpotential.orchestrator.dispatch;

import static ai.fullpotential.orchestrator.dispatch.DispatchBench.OK;
import static ai.fullpotential.orchestrator.dispatch.DispatchBench.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.dispatch.ScriptedCaller.Play;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Asynchronous tasks that come faster than they can be carried on; of three at once one may be such. */
class AsynchronousIntakeTest {

  private static final Duration LONG = Duration.ofHours(24);

  private final DispatchBench bench = new DispatchBench();

  private void submitAsync() {
    bench.dispatcher.submit(
        new Submission(
            DispatchBench.spec("thing", LONG).withOptions(TaskOptions.ASYNCHRONOUS),
            Origin.caller("request-1"),
            null,
            bench.loop,
            bench.outcomes::add));
    bench.time.advance(Duration.ofMillis(1));
    bench.loop.run();
  }

  private long in(TaskStatus status) {
    return tasks().stream().filter(task -> task.status() == status).count();
  }

  private List<Task> tasks() {
    return bench.store.list(TaskQuery.newest(100)).tasks();
  }

  @Test
  void oneIsCarriedOnAtOnceWhenThereIsRoomAndCountsOnce() {
    bench.caller.plays(Play.after(seconds(1), OK));
    submitAsync();
    assertThat(bench.outcome()).isInstanceOf(TaskOutcome.Accepted.class);
    assertThat(bench.caller.made()).hasSize(1);
    assertThat(bench.dispatcher.underWay()).isEqualTo(1);
    bench.loop.advance(seconds(2));
    assertThat(bench.dispatcher.underWay()).isZero();
    assertThat(bench.walks.room()).isEqualTo(1);
    assertThat(in(TaskStatus.SUCCESS)).isEqualTo(1);
  }

  @Test
  void theOthersWaitInTheStoreAndLeaveRoomForCallersThatWait() {
    bench.caller.plays(Play.after(seconds(1), OK));
    bench.claimer.start();
    for (int i = 0; i < 20; i++) {
      submitAsync();
    }
    assertThat(bench.outcomes).hasSize(20).allMatch(TaskOutcome.Accepted.class::isInstance);
    assertThat(in(TaskStatus.QUEUED)).isEqualTo(19);

    bench.outcomes.clear();
    bench.submit();
    bench.submit();
    assertThat(bench.outcomes).as("both are under way").isEmpty();
    bench.submit();
    assertThat(bench.outcome()).isInstanceOf(TaskOutcome.Full.class);

    bench.loop.advance(seconds(30));
    assertThat(in(TaskStatus.SUCCESS)).isEqualTo(22);
    assertThat(bench.dispatcher.underWay()).isZero();
  }

  @Test
  void noneThatComesGoesBeforeOneThatWaits() {
    bench.caller.plays(Play.after(seconds(1), OK));
    submitAsync();
    submitAsync();
    bench.loop.advance(seconds(2));
    assertThat(bench.walks.room()).as("there is room, and one waits for it").isEqualTo(1);
    submitAsync();
    assertThat(bench.caller.made()).hasSize(1);
    assertThat(in(TaskStatus.QUEUED)).isEqualTo(2);

    bench.claimer.start();
    bench.loop.advance(seconds(10));
    assertThat(in(TaskStatus.SUCCESS)).isEqualTo(3);
    List<Instant> begun =
        tasks().stream()
            .sorted(Comparator.comparing(Task::createdAt))
            .map(task -> task.attempts().getFirst().startedAt())
            .toList();
    assertThat(begun).isSorted();
  }

  @Test
  void afterARushOneMayBeginAtOnceAgain() {
    bench.caller.plays(Play.after(seconds(1), OK));
    for (int i = 0; i < 5; i++) {
      submitAsync();
    }
    bench.loop.advance(seconds(2));
    assertThat(bench.walks.turnAsynchronous()).as("four wait").isFalse();
    bench.claimer.start();
    bench.loop.advance(seconds(30));
    assertThat(in(TaskStatus.SUCCESS)).isEqualTo(5);
    assertThat(bench.walks.turnAsynchronous()).as("none waits").isTrue();
  }
}
