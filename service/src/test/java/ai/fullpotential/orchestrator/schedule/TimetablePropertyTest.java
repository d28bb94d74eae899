package ai.fullpotential.orchestrator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TimetablePropertyTest {

  private static final Instant START = Instant.parse("2026-10-20T00:00:00Z");

  @Property(tries = 200)
  void catchingUpMakesTheLastFiringThatWalkingFinds(
      @ForAll @IntRange(max = 20_000) int dueMinute,
      @ForAll @IntRange(max = 900_000) int awaySeconds) {
    Cron cron = Crons.cron("*/20 2,3,15 * * 0-4", "Europe/Berlin");
    Instant due = cron.next(START.plusSeconds(60L * dueMinute)).orElseThrow();
    Instant now = due.plusSeconds(61).plusSeconds(awaySeconds);
    Instant last = due;
    Optional<Instant> next = cron.next(due);
    while (next.isPresent() && !next.get().isAfter(now)) {
      last = next.get();
      next = cron.next(last);
    }

    assertThat(new Timetable(cron, Overlap.SKIP, CatchUp.LAST).due(due, now, false))
        .isEqualTo(new Due.Fire(last, next.orElseThrow()));
  }

  @Property(tries = 200)
  void askingOftenEnoughMakesEachFiringOnce(
      @ForAll @IntRange(min = 1, max = 60) int seconds, @ForAll CatchUp catchUp) {
    Cron cron = Crons.cron("*/7 * * * *", "Australia/Lord_Howe");
    Timetable timetable = new Timetable(cron, Overlap.SKIP, catchUp);
    Instant expected = cron.next(START).orElseThrow();
    Instant end = START.plusSeconds(7200);
    for (Instant now = START; now.isBefore(end); now = now.plusSeconds(seconds)) {
      Due due = timetable.due(expected, now, false);
      if (now.isBefore(expected)) {
        assertThat(due).isEqualTo(new Due.NotYet(expected));
      } else {
        Instant next = cron.next(expected).orElseThrow();
        assertThat(due).isEqualTo(new Due.Fire(expected, next));
        expected = next;
      }
    }
  }
}
