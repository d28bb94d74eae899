package ai.fullpotential.orchestrator.dispatch;

import static ai.fullpotential.orchestrator.dispatch.DispatchBench.OK;
import static ai.fullpotential.orchestrator.dispatch.DispatchBench.REFUSED;
import static ai.fullpotential.orchestrator.dispatch.DispatchBench.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.dispatch.ScriptedCaller.Play;
import ai.fullpotential.orchestrator.task.Attempt;
import ai.fullpotential.orchestrator.task.AttemptResult;
import ai.fullpotential.orchestrator.task.Step.Ending;
import ai.fullpotential.orchestrator.task.Target.RegistryState;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WalkTest {

  private final DispatchBench bench = new DispatchBench();

  private Task task() {
    assertThat(bench.outcome()).isInstanceOf(TaskOutcome.Ended.class);
    Task told = ((TaskOutcome.Ended) bench.outcome()).task();
    assertThat(bench.store.record()).as("what is told is what is recorded").isEqualTo(told);
    return told;
  }

  private Ending ending() {
    return ((TaskOutcome.Ended) bench.outcome()).ending();
  }

  private static Duration sinceStart(Instant at) {
    return Duration.between(ManualTime.START, at);
  }

  private Duration endedAfter() {
    return sinceStart(task().finished().orElseThrow().at());
  }

  @Test
  void theFirstAnswerSettlesATask() {
    bench.caller.plays(Play.after(Duration.ofMillis(45), OK));
    bench.submit();
    assertThat(bench.outcomes).isEmpty();
    bench.loop.advance(Duration.ofMillis(45));

    assertThat(ending()).isInstanceOf(Ending.Responded.class);
    assertThat(task().status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(task().retryCount()).isZero();
    assertThat(task().duration()).contains(Duration.ofMillis(45));
    assertThat(bench.loop.timers()).isZero();
  }

  @Test
  void retriesComeExactlyOneTwoAndFourSecondsAfterAFailure() {
    bench.caller.plays(Play.at(REFUSED), Play.at(REFUSED), Play.at(REFUSED), Play.at(OK));
    bench.submit();
    bench.loop.advance(Duration.ofSeconds(60));

    assertThat(bench.caller.times())
        .containsExactly(Duration.ZERO, seconds(1), seconds(3), seconds(7));
    assertThat(task().status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(task().retryCount()).isEqualTo(3);
    assertThat(task().attempts())
        .extracting(a -> sinceStart(a.startedAt()))
        .containsExactlyElementsOf(bench.caller.times());
  }

  @Test
  void theWaitIsCountedFromTheAttemptsEnd() {
    bench.caller.plays(
        Play.after(seconds(2.5), REFUSED), Play.silence(), Play.after(seconds(0.25), OK));
    bench.submit();
    bench.loop.advance(Duration.ofSeconds(60));

    assertThat(bench.caller.times()).containsExactly(Duration.ZERO, seconds(3.5), seconds(10.5));
    assertThat(endedAfter()).isEqualTo(seconds(10.75));
  }

  @Test
  void whenEveryAttemptFailsTheLastOneEndsTheTask() {
    bench.caller.plays(
        Play.at(REFUSED),
        Play.at(new AttemptResult.Broken("reset")),
        Play.at(new AttemptResult.Unresolved("no such host")),
        Play.at(new AttemptResult.Answered(503, null, null)));
    bench.submit();
    bench.loop.advance(Duration.ofSeconds(60));

    assertThat(ending()).isInstanceOf(Ending.Unreachable.class);
    assertThat(task().status()).isEqualTo(TaskStatus.ERROR);
    assertThat(task().retryCount()).isEqualTo(3);
    assertThat(endedAfter()).isEqualTo(seconds(7));
    assertThat(task().attempts())
        .extracting(a -> a.end() == null ? null : a.end().outcome())
        .containsExactly(
            Attempt.Outcome.REFUSED,
            Attempt.Outcome.RESET,
            Attempt.Outcome.DNS,
            Attempt.Outcome.ANSWERED);
    assertThat(bench.caller.made()).hasSize(4);
  }

  @Test
  void silenceInEveryAttemptTakes27Seconds() {
    bench.caller.plays(Play.silence());
    bench.submit();
    bench.loop.advance(Duration.ofSeconds(60));

    assertThat(bench.caller.times())
        .containsExactly(Duration.ZERO, seconds(6), seconds(13), seconds(22));
    assertThat(ending()).isInstanceOf(Ending.Unreachable.class);
    assertThat(endedAfter()).isEqualTo(seconds(27));
  }

  @Test
  void theTotalTimeCutsAWaitAtItsMoment() {
    bench.caller.plays(Play.at(REFUSED));
    bench.submit("thing", seconds(2.5));
    bench.loop.advance(Duration.ofSeconds(60));

    assertThat(bench.caller.times()).containsExactly(Duration.ZERO, seconds(1));
    assertThat(ending()).isInstanceOf(Ending.OutOfTime.class);
    assertThat(task().status()).isEqualTo(TaskStatus.TIMEOUT);
    assertThat(endedAfter()).isEqualTo(seconds(2.5));
  }

  @Test
  void theTotalTimeCutsAnAttemptAtItsMoment() {
    bench.caller.plays(Play.silence());
    bench.submit("thing", seconds(15));
    bench.loop.advance(Duration.ofSeconds(60));

    assertThat(bench.caller.made())
        .extracting(made -> made.call().timeout())
        .containsExactly(seconds(5), seconds(5), seconds(2));
    assertThat(ending()).isInstanceOf(Ending.OutOfTime.class);
    assertThat(endedAfter()).isEqualTo(seconds(15));
  }

  /** Whose recording takes long has less time left for the call. */
  @Test
  void theTotalTimeCutsAnAttemptAlsoWhenItsRecordingWasSlow() {
    bench.caller.plays(Play.silence());
    bench.store.hold();
    bench.submit("thing", seconds(4));
    bench.loop.advance(seconds(3));
    bench.store.release();

    assertThat(bench.caller.made())
        .extracting(made -> made.call().timeout())
        .containsExactly(seconds(1));
    bench.loop.advance(seconds(1));
    bench.store.release();
    assertThat(endedAfter()).isEqualTo(seconds(4));
  }

  @Test
  void anAttemptThatIsRecordedAfterTheTotalTimeIsNotMade() {
    bench.caller.plays(Play.silence());
    bench.store.hold();
    bench.submit("thing", seconds(4));
    bench.loop.advance(seconds(5));
    bench.store.release();
    bench.store.release();

    assertThat(bench.caller.made()).isEmpty();
    assertThat(ending()).isInstanceOf(Ending.OutOfTime.class);
    assertThat(task().attempts()).hasSize(1);
  }

  /** Such a retry is due at once, and free for the claimer, too: only one of the two may make it. */
  @Test
  void aRetryThatIsDueBeforeItsRecordingIsMadeOnce() {
    DispatchBench roomy = new DispatchBench(10);
    roomy.caller.plays(Play.after(seconds(1), REFUSED), Play.silence());
    roomy.claimer.start();
    roomy.submitAsynchronously();
    roomy.store.hold();
    roomy.loop.advance(seconds(4));
    roomy.store.recover();
    roomy.store.release();
    roomy.loop.advance(seconds(1));

    assertThat(roomy.caller.made())
        .extracting(made -> made.call().task().attempts().size())
        .containsExactly(1, 2);
  }

  @Test
  void aRetryFollowsADropletThatMoved() {
    bench.caller.plays(Play.at(REFUSED), Play.at(OK));
    bench.submit();
    bench.directory.list("THING", DispatchBench.THERE);
    bench.loop.advance(Duration.ofSeconds(1));

    assertThat(bench.caller.made())
        .extracting(made -> made.call().droplet())
        .containsExactly(DispatchBench.HERE, DispatchBench.THERE);
    assertThat(task().attempts())
        .extracting(a -> a.target().url())
        .containsExactly("http://here:8001/x?y", "http://there:8002/base/x?y");
  }

  @Test
  void aDropletThatVanishedIsWaitedFor() {
    bench.caller.plays(Play.at(REFUSED), Play.at(OK));
    bench.submit();
    bench.directory.list(Map.of());
    bench.loop.advance(seconds(4.5));
    assertThat(bench.caller.made()).hasSize(1);
    assertThat(bench.store.record().status()).isEqualTo(TaskStatus.QUEUED);

    bench.directory.list("thing", DispatchBench.THERE);
    bench.loop.advance(seconds(1));
    assertThat(bench.caller.times()).containsExactly(Duration.ZERO, seconds(5));
    assertThat(task().status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(task().retryCount()).isEqualTo(1);
  }

  @Test
  void aDropletThatNeverComesBackEndsTheTaskByItsTotalTime() {
    bench.caller.plays(Play.at(REFUSED));
    bench.submit("thing", seconds(7.5));
    bench.directory.list(Map.of());
    bench.loop.advance(Duration.ofSeconds(60));

    assertThat(ending()).isInstanceOf(Ending.OutOfTime.class);
    assertThat(endedAfter()).isEqualTo(seconds(7.5));
    assertThat(task().finished().orElseThrow().errorMessage()).contains("no longer lists");
    assertThat(bench.caller.made()).hasSize(1);
  }

  @Test
  void eachAttemptTellsHowFreshTheListWas() {
    bench.directory.fail();
    bench.caller.plays(Play.at(REFUSED), Play.at(OK));
    bench.submit();
    bench.directory.list("thing", DispatchBench.HERE);
    bench.loop.advance(Duration.ofSeconds(1));

    assertThat(task().attempts())
        .extracting(a -> a.target().knowledge())
        .containsExactly(RegistryState.STALE, RegistryState.FRESH);
  }

  @Test
  void anAttemptIsOnRecordBeforeItsCallIsMade() {
    bench.caller.plays(Play.at(OK));
    bench.store.hold();
    bench.submit();
    bench.loop.run();
    assertThat(bench.caller.made()).isEmpty();
    assertThat(bench.heard).isEmpty();

    bench.store.release();
    assertThat(bench.caller.made()).hasSize(1);
    assertThat(bench.store.statuses()).containsExactly(TaskStatus.RUNNING);
    assertThat(bench.outcomes).as("not told before its end is on record").isEmpty();

    bench.store.release();
    assertThat(task().status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(bench.heard)
        .extracting(Task::status)
        .containsExactly(TaskStatus.RUNNING, TaskStatus.SUCCESS);
  }

  @Test
  void aStoreMayAnswerOnAnyThread() throws Exception {
    bench.caller.plays(Play.at(OK));
    bench.store.hold();
    bench.submit();
    Thread.ofVirtual().start(bench.store::release).join();
    assertThat(bench.caller.made()).as("not on the store's thread").isEmpty();
    bench.loop.run();
    assertThat(bench.caller.made()).hasSize(1);
  }

  @Test
  void aTaskThatWasNotRecordedAfterAllNeverBegins() {
    bench.store.lose();
    bench.submit();
    assertThat(bench.outcome()).isInstanceOf(TaskOutcome.StoreLost.class);
    bench.loop.advance(Duration.ofSeconds(60));
    assertThat(bench.dispatcher.underWay()).as("until the store says what became of it").isOne();

    bench.store.recover();
    bench.loop.advance(Duration.ofSeconds(1));
    assertThat(bench.outcome()).isInstanceOf(TaskOutcome.StoreLost.class);
    assertThat(bench.caller.made()).isEmpty();
    assertThat(bench.heard).isEmpty();
    assertThat(bench.dispatcher.underWay()).isZero();
  }

  @Test
  void aTaskThatWasRecordedAfterAllIsCarriedOn() {
    bench.caller.plays(Play.at(OK));
    bench.store.makeUntold();
    bench.submit();
    bench.loop.advance(Duration.ofSeconds(5));
    assertThat(bench.outcome()).isInstanceOf(TaskOutcome.StoreLost.class);
    assertThat(bench.caller.made()).as("not before it is known to be on record").isEmpty();

    bench.store.recover();
    bench.loop.advance(Duration.ofSeconds(1));
    assertThat(bench.caller.made()).hasSize(1);
    assertThat(bench.store.record().status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(bench.outcomes).as("told once").hasSize(1);
    assertThat(bench.dispatcher.underWay()).isZero();
  }

  @Test
  void aTaskWhoseStoreIsLostBetweenAttemptsIsCarriedOnWhenItIsBack() {
    bench.caller.plays(
        (_, _, done) -> {
          bench.store.lose();
          done.accept(REFUSED);
        },
        Play.at(OK));
    bench.submit();
    bench.loop.advance(Duration.ofSeconds(20));
    assertThat(bench.outcome()).isInstanceOf(TaskOutcome.StoreLost.class);
    assertThat(bench.caller.made()).hasSize(1);

    bench.store.recover();
    bench.loop.advance(Duration.ofSeconds(5));
    assertThat(bench.caller.made()).hasSize(2);
    assertThat(bench.store.record().status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(bench.outcomes).hasSize(1);
    assertThat(bench.loop.timers()).isZero();
  }

  @Test
  void anEndThatWasRecordedAfterAllIsToldOnce() {
    bench.caller.plays(Play.after(seconds(1), OK));
    bench.submit();
    bench.store.makeUntold();
    bench.loop.advance(seconds(1));
    bench.store.recover();
    bench.loop.advance(seconds(1));

    assertThat(bench.heard)
        .extracting(Task::status)
        .containsExactly(TaskStatus.RUNNING, TaskStatus.SUCCESS);
    assertThat(bench.outcome()).isInstanceOf(TaskOutcome.StoreLost.class);
    assertThat(bench.walks.underWay()).isZero();
  }

  @Test
  void aBugInTheCallerEndsTheTaskOnRecord() {
    for (Play bug :
        List.<Play>of(
            (_, _, _) -> {
              throw new IllegalStateException("a bug");
            },
            (_, _, _) -> {
              throw new AssertionError("a bug");
            },
            (_, _, _) -> {
              throw new StackOverflowError("a bug");
            })) {
      bench.outcomes.clear();
      bench.caller.plays(bug);
      bench.submit();

      assertThat(ending()).isInstanceOf(Ending.Abandoned.class);
      assertThat(task().status()).isEqualTo(TaskStatus.ERROR);
      assertThat(task().attempts().getLast().end()).isNotNull();
      assertThat(bench.dispatcher.underWay()).isZero();
    }
  }

  @Test
  void aFaultIsToldOnlyWhenTheEndIsOnRecord() {
    bench.caller.plays(
        (_, _, _) -> {
          bench.store.hold();
          throw new IllegalStateException("a bug");
        });
    bench.submit();
    assertThat(bench.outcomes).isEmpty();

    bench.store.release();

    assertThat(ending()).isInstanceOf(Ending.Abandoned.class);
    assertThat(bench.store.record().status()).isEqualTo(TaskStatus.ERROR);
  }

  @Test
  void aFaultWhoseEndIsLostIsToldAsLost() {
    bench.caller.plays(
        (_, _, _) -> {
          bench.store.lose();
          throw new IllegalStateException("a bug");
        });
    bench.submit();

    assertThat(bench.outcomes.getFirst()).isInstanceOf(TaskOutcome.StoreLost.class);
  }

  @Test
  void aBugInTheStoreEndsTheTaskOnRecordWhenItCan() {
    bench.caller.plays(Play.at(OK));
    bench.store.breakBetween(2, 2);
    bench.submit();

    assertThat(ending()).isInstanceOf(Ending.Abandoned.class);
    assertThat(bench.store.record().status()).isEqualTo(TaskStatus.ERROR);
    assertThat(bench.dispatcher.underWay()).isZero();
  }

  @Test
  void aStoreThatAlwaysThrowsEndsTheTaskAllTheSame() {
    bench.store.breakBetween(1, Integer.MAX_VALUE);
    bench.submit();

    assertThat(ending()).isInstanceOf(Ending.Abandoned.class);
    assertThat(bench.caller.made()).isEmpty();
    assertThat(bench.dispatcher.underWay()).isZero();
  }

  @Test
  void aBugInTheListenerIsNoneOfTheTasksBusiness() {
    bench.caller.plays(Play.at(OK));
    bench.hearWith(
        _ -> {
          throw new IllegalStateException("a bug");
        });
    bench.submit();

    assertThat(ending()).isInstanceOf(Ending.Responded.class);
    assertThat(task().status()).isEqualTo(TaskStatus.SUCCESS);
  }

  @Test
  void aTimerThatFindsABugEndsTheTaskToo() {
    bench.caller.plays(
        Play.at(REFUSED),
        (_, _, _) -> {
          throw new IllegalStateException("a bug");
        });
    bench.submit();
    bench.loop.advance(Duration.ofSeconds(1));

    assertThat(ending()).isInstanceOf(Ending.Abandoned.class);
    assertThat(task().attempts()).hasSize(2);
  }

  @Test
  void theWallClockMayBeSetAtAnyMoment() {
    for (Duration jump :
        List.of(
            Duration.ofHours(1),
            Duration.ofDays(365),
            Duration.ofHours(-1),
            Duration.ofDays(-365 * 40L))) {
      DispatchBench jumping = new DispatchBench();
      jumping.caller.plays(Play.silence(), Play.at(REFUSED), Play.after(seconds(0.5), OK));
      jumping.submit();
      for (int i = 0; i < 20; i++) {
        jumping.loop.advance(seconds(0.7));
        jumping.time.shiftWallClock(jump);
      }

      assertThat(jumping.caller.times())
          .as(jump.toString())
          .containsExactly(Duration.ZERO, seconds(6), seconds(8));
      Task task = ((TaskOutcome.Ended) jumping.outcome()).task();
      assertThat(task.duration()).contains(seconds(8.5));
      assertThat(task.attempts().getLast().startedAt()).isEqualTo(task.createdAt().plusSeconds(8));
    }
  }
}
