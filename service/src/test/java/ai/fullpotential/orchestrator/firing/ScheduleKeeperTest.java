package ai.fullpotential.orchestrator.firing;

import static ai.fullpotential.orchestrator.firing.FiringBench.minute;
import static ai.fullpotential.orchestrator.firing.FiringBench.settings;
import static ai.fullpotential.orchestrator.firing.FiringBench.timetable;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.schedule.CatchUp;
import ai.fullpotential.orchestrator.schedule.Overlap;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a schedule fires, told by the tasks that are made. The bench begins at twelve o'clock. */
class ScheduleKeeperTest {

  private static final String EACH_MINUTE = "* * * * *";

  private final FiringBench bench = new FiringBench();

  @Test
  void aScheduleFiresAtItsTimeAndTellsOfIt() {
    bench.node();
    String id = bench.schedule(settings("*/5 * * * *"));

    bench.loop.advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(bench.made()).isEmpty();
    bench.loop.advance(Duration.ofMillis(1));

    assertThat(bench.made()).containsExactly(minute(5));
    Task task = bench.heard.getFirst();
    assertThat(task.origin().kind()).isEqualTo(Origin.Kind.SCHEDULE);
    assertThat(task.origin().of()).isEqualTo(id);
    assertThat(bench.progress(id))
        .isEqualTo(new Progress(minute(10), minute(5), minute(5), task.id(), 1, 0, List.of()));
  }

  @Test
  void whatAnotherNodeMadeIsFoundByLookingAndWhatIsToldOfAtOnce() {
    FiringBench.Node node = bench.node();
    bench.loop.advance(Duration.ofSeconds(59));
    bench.schedule(settings(EACH_MINUTE));
    bench.loop.advance(Duration.ofSeconds(1));
    assertThat(bench.made()).containsExactly(minute(1));

    bench.loop.advance(Duration.ofSeconds(58));
    bench.schedule(settings(EACH_MINUTE));
    node.keeper.look();
    bench.loop.advance(Duration.ofSeconds(2));

    assertThat(bench.made()).containsExactly(minute(1), minute(2));
  }

  @Test
  void ofSeveralNodesOneMakesEachFiring() {
    bench.node();
    bench.node();
    bench.node();
    String id = bench.schedule(settings(EACH_MINUTE));
    for (int i = 0; i < 60; i++) {
      bench.loop.advance(Duration.ofMinutes(1));
      bench.endLast(id);
    }

    assertThat(bench.made())
        .isEqualTo(IntStream.rangeClosed(1, 60).mapToObj(FiringBench::minute).toList());
    assertThat(bench.progress(id).fired()).isEqualTo(60);
    assertThat(bench.progress(id).skipped()).isZero();
  }

  @Test
  void aFiringThatTwoNodesMakeAtOnceIsOneTaskAndCountsOnce() {
    FiringBench.Node slow = bench.node();
    String id = bench.schedule(settings(EACH_MINUTE));
    slow.way.beforeNextReplace(bench::node);
    bench.loop.advance(Duration.ofMinutes(1));

    assertThat(bench.made()).containsExactly(minute(1));
    assertThat(bench.progress(id).fired()).isOne();
    assertThat(bench.progress(id).lastTask()).isEqualTo(bench.heard.getFirst().id());
    assertThat(bench.progress(id).nextAt()).isEqualTo(minute(2));
  }

  @Test
  void whoDiesBetweenTheTaskAndTheScheduleLosesAndDoublesNothing() {
    FiringBench.Node dying = bench.node();
    String id = bench.schedule(settings(EACH_MINUTE));
    dying.way.beforeNextReplace(dying::die);
    bench.loop.advance(Duration.ofMinutes(1));
    assertThat(bench.made()).containsExactly(minute(1));
    assertThat(bench.progress(id).fired()).isZero();

    bench.loop.advance(Duration.ofSeconds(30));
    bench.node();

    assertThat(bench.made()).containsExactly(minute(1));
    assertThat(bench.progress(id).fired()).isOne();
    assertThat(bench.progress(id).lastTask()).isEqualTo(bench.heard.getFirst().id());
    assertThat(bench.progress(id).nextAt()).isEqualTo(minute(2));
  }

  @Test
  void aChangeBetweenTheTaskAndTheScheduleStaysAndTheFiringCounts() {
    FiringBench.Node node = bench.node();
    String id = bench.schedule(settings(EACH_MINUTE));
    node.way.beforeNextReplace(
        () -> bench.book.change(id, _ -> settings("30 * * * *"), bench.time.instant()));
    bench.loop.advance(Duration.ofMinutes(1));

    assertThat(bench.made()).containsExactly(minute(1));
    assertThat(bench.progress(id).fired()).isOne();
    assertThat(bench.progress(id).nextAt()).isEqualTo(minute(30));
  }

  @Test
  void aFiringIsLeftOutWhileTheTaskBeforeRuns() {
    bench.node();
    String id = bench.schedule(EACH_MINUTE, Overlap.SKIP, CatchUp.NONE);
    bench.loop.advance(Duration.ofMinutes(3));
    assertThat(bench.made()).containsExactly(minute(1));
    assertThat(bench.progress(id).skipped()).isEqualTo(2);

    bench.endLast(id);
    bench.loop.advance(Duration.ofMinutes(1));

    assertThat(bench.made()).containsExactly(minute(1), minute(4));
    assertThat(bench.progress(id).fired()).isEqualTo(2);
  }

  @Test
  void aFiringWaitsForTheTaskBeforeWhenItIsToQueue() {
    bench.node();
    String id = bench.schedule(EACH_MINUTE, Overlap.QUEUE, CatchUp.NONE);
    bench.loop.advance(Duration.ofMinutes(3).plusSeconds(30));
    assertThat(bench.made()).containsExactly(minute(1));
    assertThat(bench.progress(id).waiting()).containsExactly(minute(2), minute(3));

    bench.endLast(id);
    bench.loop.advance(ScheduleKeeper.WAITING_POLL);
    assertThat(bench.made()).hasSize(2);
    assertThat(bench.progress(id).waiting()).containsExactly(minute(3));
    bench.endLast(id);
    bench.loop.advance(ScheduleKeeper.WAITING_POLL);

    assertThat(bench.made()).hasSize(3);
    assertThat(bench.progress(id).waiting()).isEmpty();
    assertThat(bench.progress(id).nextAt()).isEqualTo(minute(4));
    assertThat(bench.progress(id).skipped()).isZero();
  }

  @Test
  void onlySoManyFiringsWaitAndFurtherOnesAreLeftOut() {
    bench.node();
    String id = bench.schedule(EACH_MINUTE, Overlap.QUEUE, CatchUp.NONE);
    bench.loop.advance(Duration.ofMinutes(Schedule.MAX_WAITING + 4));

    assertThat(bench.progress(id).waiting()).hasSize(Schedule.MAX_WAITING);
    assertThat(bench.progress(id).skipped()).isEqualTo(3);
    bench.book.change(
        id, before -> settings(before.timetable().cron().expression()), bench.time.instant());
    assertThat(bench.progress(id).waiting()).isEmpty();
    assertThat(bench.progress(id).skipped()).isEqualTo(3 + Schedule.MAX_WAITING);
  }

  @ParameterizedTest
  @CsvSource({"NONE, ''", "LAST, PT5H10M"})
  void whatWasMissedWhileNoNodeRanIsCaughtUpByItsRule(CatchUp rule, String made) {
    FiringBench.Node node = bench.node();
    String id = bench.schedule("0 * * * *", Overlap.SKIP, rule);
    node.die();
    bench.loop.advance(Duration.ofHours(5).plusMinutes(10));
    bench.node();

    assertThat(bench.made())
        .isEqualTo(made.isEmpty() ? List.of() : List.of(FiringBench.at(Duration.parse(made))));
    assertThat(bench.progress(id).nextAt()).isEqualTo(minute(360));
    bench.loop.advance(Duration.ofMinutes(50));
    assertThat(bench.progress(id).lastNominal())
        .isEqualTo(made.isEmpty() ? minute(360) : minute(300));
  }

  @Test
  void aPausedScheduleDoesNotFireAndAResumedOneCatchesNothingUp() {
    FiringBench.Node node = bench.node();
    String id = bench.schedule(EACH_MINUTE, Overlap.SKIP, CatchUp.LAST);
    setPaused(id, true);
    assertThat(bench.progress(id).nextAt()).isNull();
    bench.loop.advance(Duration.ofMinutes(10).plusSeconds(10));
    assertThat(bench.made()).isEmpty();

    setPaused(id, false);
    node.keeper.look();
    bench.loop.advance(Duration.ofSeconds(50));

    assertThat(bench.made()).containsExactly(minute(11));
  }

  private void setPaused(String id, boolean paused) {
    bench.book.change(
        id,
        now -> new Schedule.Settings(now.name(), now.timetable(), now.task(), paused),
        bench.time.instant());
  }

  @Test
  void aDeletedScheduleFiresNoMore() {
    bench.node();
    String id = bench.schedule(settings(EACH_MINUTE));
    bench.loop.advance(Duration.ofMinutes(1));
    bench.book.delete(id);
    bench.loop.advance(Duration.ofMinutes(5));

    assertThat(bench.made()).containsExactly(minute(1));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-28T12:00:00Z, 30 2 * * *, 2026-03-29T01:00:00Z, 2026-03-30T00:30:00Z",
    "2026-10-24T12:00:00Z, 30 2 * * *, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z"
  })
  void aDayOnWhichTheClockIsChangedHasItsOneFiring(
      Instant start, String cron, Instant first, Instant second) {
    FiringBench berlin = new FiringBench(start);
    berlin.node();
    String id =
        berlin.schedule(
            new Schedule.Settings(
                null,
                timetable(cron, "Europe/Berlin", Overlap.SKIP, CatchUp.NONE),
                FiringBench.REQUEST,
                false));
    berlin.loop.advance(Duration.ofHours(20));
    berlin.endLast(id);
    berlin.loop.advance(Duration.ofHours(24));

    assertThat(berlin.made()).containsExactly(first, second);
  }

  @Test
  void aFiringIsMadeWhenTheStoreIsBackWithinAMinute() {
    FiringBench.Node node = bench.node();
    String id = bench.schedule(settings("*/5 * * * *"));
    bench.loop.advance(Duration.ofMinutes(4));
    node.way.goAway();
    bench.loop.advance(Duration.ofSeconds(100));
    assertThat(bench.made()).isEmpty();
    node.way.comeBack();
    bench.loop.advance(Duration.ofSeconds(5));

    assertThat(bench.made()).hasSize(1);
    assertThat(bench.progress(id).lastNominal()).isEqualTo(minute(5));
  }

  @Test
  void aFiringWhoseScheduleCannotBeWrittenCountsHoweverLateThatIs() {
    FiringBench.Node node = bench.node();
    String id = bench.schedule(settings("*/5 * * * *"));
    node.way.beforeNextReplace(node.way::refuseWrites);
    bench.loop.advance(Duration.ofMinutes(9));
    assertThat(bench.made()).containsExactly(minute(5));
    assertThat(bench.progress(id).fired()).isZero();
    node.way.comeBack();
    bench.loop.advance(Duration.ofSeconds(5));

    assertThat(bench.made()).containsExactly(minute(5));
    assertThat(bench.progress(id).fired()).isOne();
    assertThat(bench.progress(id).lastFiredAt()).isEqualTo(minute(5));
    assertThat(bench.progress(id).nextAt()).isEqualTo(minute(10));
  }

  @Test
  void aClockThatWasAheadForAWhileStopsNoSchedule() {
    bench.node();
    String id = bench.schedule(settings("0 * * * *"));
    bench.time.shiftWallClock(Duration.ofDays(365));
    bench.loop.advance(Duration.ofSeconds(10));
    assertThat(bench.progress(id).nextAt()).isAfter(minute(0).plus(Duration.ofDays(365)));
    bench.time.shiftWallClock(Duration.ofDays(-365));
    bench.loop.advance(Duration.ofSeconds(10));

    assertThat(bench.progress(id).nextAt()).isEqualTo(minute(60));
  }

  @Test
  void aClockThatIsSetForwardStopsNoSchedule() {
    bench.node();
    bench.schedule(settings("0 * * * *"));
    bench.loop.advance(Duration.ofSeconds(10));
    bench.time.shiftWallClock(Duration.ofMinutes(59).plusSeconds(50));
    bench.loop.advance(ScheduleKeeper.POLL);

    assertThat(bench.made()).hasSize(1);
  }

  @Test
  void whatCannotBeReadOrMadeStopsNoOtherSchedule() {
    bench.documents.create("schedule", "a-broken-one", Json.of("from another program"));
    String noRequest =
        bench.schedule(
            new Schedule.Settings(
                null,
                timetable(EACH_MINUTE, "UTC", Overlap.SKIP, CatchUp.NONE),
                FiringBench.NO_REQUEST,
                false));
    bench.schedule(settings(EACH_MINUTE));
    bench.node();
    bench.loop.advance(Duration.ofMinutes(2));

    assertThat(bench.made()).containsExactly(minute(1));
    assertThat(bench.progress(noRequest).skipped()).isEqualTo(2);
    assertThat(bench.progress(noRequest).nextAt()).isEqualTo(minute(3));
  }

  @Test
  void aNodeThatClosesFiresNothingMore() {
    FiringBench.Node node = bench.node();
    bench.schedule(settings(EACH_MINUTE));
    bench.loop.advance(Duration.ofSeconds(58));
    node.keeper.close();
    bench.loop.advance(Duration.ofMinutes(5));

    assertThat(bench.made()).isEmpty();
    assertThat(bench.loop.timers()).isZero();
  }
}
