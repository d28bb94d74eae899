package ai.fullpotential.orchestrator.dispatch;

import static ai.fullpotential.orchestrator.dispatch.DispatchBench.OK;
import static ai.fullpotential.orchestrator.dispatch.DispatchBench.REFUSED;
import static ai.fullpotential.orchestrator.dispatch.DispatchBench.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.dispatch.ScriptedCaller.Play;
import ai.fullpotential.orchestrator.policy.BreakerRule;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Rate;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Refusal;
import ai.fullpotential.orchestrator.task.Step.Ending;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskState;
import ai.fullpotential.orchestrator.task.TaskState.Waiting;
import ai.fullpotential.orchestrator.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tasks on their way through the gate of their droplet. */
class GatedWalkTest {

  private static final Duration LONG = Duration.ofHours(24);
  private static final DropletPolicy ONE = new DropletPolicy(null, 1, null, null, null, null);
  private static final DropletPolicy PAUSED = DropletPolicy.NOTHING.withPaused(true);

  private final DispatchBench bench = new DispatchBench(100);

  private void submitAsync() {
    bench.dispatcher.submit(
        new Submission(
            DispatchBench.spec("thing", LONG).withOptions(TaskOptions.ASYNCHRONOUS),
            Origin.caller("request-1"),
            null,
            bench.loop,
            bench.outcomes::add));
    bench.loop.run();
  }

  private List<Task> tasks(TaskStatus status) {
    return tasks().stream().filter(task -> task.status() == status).toList();
  }

  private List<Task> tasks() {
    return bench.store.list(TaskQuery.newest(100)).tasks();
  }

  private List<Waiting> reasons() {
    return tasks().stream()
        .map(Task::state)
        .flatMap(
            state ->
                state instanceof TaskState.Queued queued
                    ? Optional.of(queued.reason()).stream()
                    : Optional.<Waiting>empty().stream())
        .toList();
  }

  private Ending ending(int of) {
    return ((TaskOutcome.Ended) bench.outcomes.get(of)).ending();
  }

  @Test
  void oneCallAtOnceIsMadeWhenThePolicySaysSo() {
    bench.policy("THING", ONE);
    bench.caller.plays(Play.after(Duration.ofMillis(100), OK));
    for (int i = 0; i < 3; i++) {
      bench.submit();
    }
    bench.loop.advance(seconds(1));
    assertThat(bench.caller.times())
        .containsExactly(Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(tasks(TaskStatus.SUCCESS)).hasSize(3);
  }

  @Test
  void callsAreMadeAtTheRateOfThePolicyAfterABurst() {
    bench.policy("thing", new DropletPolicy(new Rate(2, 1), null, null, null, null, null));
    bench.time.advance(seconds(1));
    bench.caller.plays(Play.at(OK));
    for (int i = 0; i < 3; i++) {
      bench.submit();
    }
    bench.loop.advance(seconds(5));
    assertThat(bench.caller.times())
        .containsExactly(seconds(1), Duration.ofMillis(1500), seconds(2));
  }

  @Test
  void aCallerWaitsForItsTurnWithinItsTimeAndItsRecordTellsWhy() {
    bench.policy("thing", PAUSED);
    bench.submit("thing", seconds(3));
    bench.loop.advance(Duration.ofMillis(1500));
    assertThat(reasons()).containsExactly(Waiting.PAUSED);
    bench.loop.advance(seconds(3));
    assertThat(bench.caller.made()).isEmpty();
    assertThat(ending(0)).isInstanceOf(Ending.OutOfTime.class);
    assertThat(tasks().getFirst().finished().orElseThrow().errorMessage())
        .isEqualTo("no result within 3 s; last: droplet 'Thing' is paused");
  }

  @Test
  void aCallerThatWaitsIsServedAsSoonAsItsDropletGoesOn() {
    bench.policy("thing", PAUSED);
    bench.caller.plays(Play.at(OK));
    bench.submit();
    bench.loop.advance(seconds(2));
    bench.policy("thing", DropletPolicy.NOTHING);
    bench.loop.run();
    assertThat(bench.caller.times()).containsExactly(seconds(2));
    assertThat(ending(0)).isInstanceOf(Ending.Responded.class);
  }

  @Test
  void asynchronousTasksOfAPausedDropletWaitInTheStoreUntilItGoesOn() {
    bench.callUps.start();
    bench.policy("thing", PAUSED);
    bench.caller.plays(Play.at(OK));
    for (int i = 0; i < 3; i++) {
      submitAsync();
    }
    assertThat(reasons()).containsOnly(Waiting.PAUSED).hasSize(3);
    assertThat(bench.dispatcher.underWay()).isZero();
    bench.loop.advance(Duration.ofHours(30));
    assertThat(tasks(TaskStatus.QUEUED)).as("that time does not count").hasSize(3);
    bench.policy("thing", DropletPolicy.NOTHING);
    bench.loop.advance(seconds(2));
    assertThat(tasks(TaskStatus.SUCCESS)).hasSize(3);
  }

  @Test
  void manyAsynchronousTasksOfABoundedDropletAreCalledUpAsItHasRoom() {
    bench.callUps.start();
    bench.policy("thing", ONE);
    bench.caller.plays(Play.after(Duration.ofMillis(100), OK));
    for (int i = 0; i < 20; i++) {
      submitAsync();
    }
    assertThat(reasons()).contains(Waiting.CONCURRENCY);
    bench.loop.advance(Duration.ofMillis(2500));
    assertThat(tasks(TaskStatus.SUCCESS)).hasSize(20);
    assertThat(bench.caller.times())
        .as("no time is lost between two calls")
        .endsWith(Duration.ofMillis(1900));
  }

  @Test
  void aCallerIsToldAtOnceThatTheBreakerIsOpen() {
    openBreaker();
    bench.submit();
    assertThat(ending(1)).isEqualTo(new Ending.Refused(Refusal.BREAKER_OPEN));
    Task refused = tasks().getFirst();
    assertThat(refused.status()).isEqualTo(TaskStatus.ERROR);
    assertThat(refused.attempts()).isEmpty();
    assertThat(Ending.of(refused, refused.finished().orElseThrow())).isEqualTo(ending(1));
  }

  private void openBreaker() {
    bench.policy(
        "thing",
        new DropletPolicy(
            null,
            null,
            null,
            null,
            new BreakerRule(50, 4, Duration.ofSeconds(60), seconds(10)),
            null));
    bench.caller.plays(Play.at(REFUSED));
    bench.submit();
    bench.loop.advance(seconds(7));
    assertThat(bench.caller.made()).hasSize(4);
  }

  @Test
  void anOpenBreakerHoldsAsynchronousTasksAndTriesOneOfThem() {
    openBreaker();
    bench.claimer.start();
    bench.callUps.start();
    for (int i = 0; i < 3; i++) {
      submitAsync();
    }
    assertThat(reasons()).containsOnly(Waiting.BREAKER).hasSize(3);
    bench.caller.plays(Play.after(seconds(1), REFUSED), Play.after(seconds(1), OK));
    bench.loop.advance(seconds(11));
    assertThat(bench.caller.made()).as("one probe").hasSize(5);
    bench.loop.advance(seconds(30));
    assertThat(tasks(TaskStatus.SUCCESS)).hasSize(3);
  }

  @Test
  void whoIsOutOfRetriesIsToldSoAndAnAsynchronousTaskWaits() {
    bench.caller.plays(Play.at(REFUSED));
    for (int i = 0; i < 90; i++) {
      bench.submit("thing", Duration.ofSeconds(30));
    }
    submitAsync();
    bench.loop.advance(seconds(3));
    long refused =
        bench.outcomes.stream()
            .filter(TaskOutcome.Ended.class::isInstance)
            .map(outcome -> ((TaskOutcome.Ended) outcome).ending())
            .filter(new Ending.Refused(Refusal.BUDGET_SPENT)::equals)
            .count();
    assertThat(refused).isPositive();
    assertThat(bench.caller.made().size()).isLessThanOrEqualTo((int) (91 * 1.2 + 130));
    bench.claimer.start();
    bench.callUps.start();
    bench.caller.plays(Play.at(OK));
    bench.loop.advance(Duration.ofMinutes(2));
    assertThat(tasks())
        .filteredOn(task -> task.spec().options().asynchronous())
        .extracting(Task::status)
        .containsExactly(TaskStatus.SUCCESS);
  }

  @Test
  void aCallerWithLittleTimeIsToldWhenItIsOver() {
    bench.policy("thing", PAUSED);
    bench.submit("thing", Duration.ofMillis(200));
    bench.loop.advance(Duration.ofMillis(300));
    assertThat(ending(0)).isInstanceOf(Ending.OutOfTime.class);
  }

  @Test
  void aTaskWithLittleTimeLeftIsNotLookedAtAgainAndAgain() {
    bench.claimer.start();
    bench.callUps.start();
    bench.policy("thing", PAUSED);
    bench.dispatcher.submit(
        new Submission(
            DispatchBench.spec("thing", seconds(5)).withOptions(TaskOptions.ASYNCHRONOUS),
            Origin.caller("request-1"),
            null,
            bench.loop,
            bench.outcomes::add));
    bench.loop.advance(Duration.ofMinutes(10));
    TaskState.Queued waiting = (TaskState.Queued) tasks().getFirst().state();
    assertThat(waiting.since()).isBefore(bench.time.instant().minus(Duration.ofMinutes(9)));
    assertThat(waiting.until()).isAfter(bench.time.instant().plus(Duration.ofMinutes(40)));
  }

  @Test
  void aRateThatIsRaisedHoldsAtOnceForWhoWaits() {
    bench.policy("thing", new DropletPolicy(new Rate(1 / 60.0, 1), null, null, null, null, null));
    bench.time.advance(Duration.ofMinutes(1));
    bench.caller.plays(Play.at(OK));
    bench.submit();
    bench.submit();
    bench.loop.advance(seconds(2));
    assertThat(bench.caller.made()).hasSize(1);
    bench.policy("thing", new DropletPolicy(new Rate(10, 1), null, null, null, null, null));
    bench.loop.advance(seconds(1));
    assertThat(bench.caller.made()).hasSize(2);
  }

  @Test
  void whatWaitsInTheLineAndIsCancelledMakesNoCall() {
    bench.policy("thing", ONE);
    bench.caller.plays(Play.after(seconds(2), OK));
    bench.submit();
    bench.submit();
    bench.loop.advance(Duration.ofMillis(1100));
    Task waiting = tasks(TaskStatus.QUEUED).getFirst();
    bench.steering.cancel(waiting.id(), bench.loop, _ -> {});
    bench.loop.advance(seconds(5));
    assertThat(bench.caller.made()).hasSize(1);
    bench.submit();
    bench.loop.advance(seconds(5));
    assertThat(bench.caller.made()).as("its place is free again").hasSize(2);
  }

  @Test
  void priorityGoesFirstInTheLine() {
    bench.policy("thing", ONE);
    bench.caller.plays(Play.after(Duration.ofMillis(100), OK));
    bench.submit();
    bench.submit();
    TaskOptions first =
        new TaskOptions(
            false,
            1,
            null,
            null,
            TaskOptions.PLAIN.onUnknown(),
            List.of(),
            null,
            TaskOptions.PLAIN.then());
    bench.dispatcher.submit(
        new Submission(
            DispatchBench.spec("thing", LONG).withOptions(first),
            Origin.caller("urgent"),
            null,
            bench.loop,
            bench.outcomes::add));
    bench.loop.advance(seconds(1));
    assertThat(bench.caller.made().get(1).call().task().requestId()).isEqualTo("urgent");
  }
}
