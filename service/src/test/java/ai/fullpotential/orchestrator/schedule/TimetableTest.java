package ai.fullpotential.orchestrator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimetableTest {

  private static final LocalDate DAY = LocalDate.of(2026, 5, 4);

  private static Instant at(String time) {
    return DAY.atTime(LocalTime.parse(time)).toInstant(ZoneOffset.UTC);
  }

  private static Timetable timetable(String expression, Overlap overlap, CatchUp catchUp) {
    return new Timetable(Crons.cron(expression, "UTC"), overlap, catchUp);
  }

  private static String told(Due due) {
    return switch (due) {
      case Due.NotYet notYet -> "not yet";
      case Due.Fire fire -> "fire " + time(fire.nominal());
      case Due.Queue queue -> "queue " + time(queue.nominal());
      case Due.Missed missed -> "missed";
      case Due.Overlapping overlapping -> "overlapping " + time(overlapping.nominal());
    };
  }

  private static LocalTime time(Instant instant) {
    return LocalTime.ofInstant(instant, ZoneOffset.UTC);
  }

  /** A time that begins with + is the next day's. */
  @ParameterizedTest
  @CsvSource({
    "0 * * * *,  NONE, 10:00, 09:59:59.9,   not yet,    10:00",
    "0 * * * *,  NONE, 10:00, 10:00,        fire 10:00, 11:00",
    "0 * * * *,  NONE, 10:00, 10:01,        fire 10:00, 11:00",
    "0 * * * *,  NONE, 10:00, 10:01:00.001, missed,     11:00",
    "0 * * * *,  NONE, 10:00, 12:59:59,     missed,     13:00",
    "0 * * * *,  NONE, 10:00, 13:00,        fire 13:00, 14:00",
    "0 * * * *,  NONE, 10:00, 13:01:00,     fire 13:00, 14:00",
    "0 * * * *,  LAST, 10:00, 09:59:59.9,   not yet,    10:00",
    "0 * * * *,  LAST, 10:00, 10:00,        fire 10:00, 11:00",
    "0 * * * *,  LAST, 10:00, 10:30,        fire 10:00, 11:00",
    "0 * * * *,  LAST, 10:00, 12:59:59,     fire 12:00, 13:00",
    "0 * * * *,  LAST, 10:00, 13:00,        fire 13:00, 14:00",
    "* * * * *,  NONE, 10:00, 10:00:30,     fire 10:00, 10:01",
    "* * * * *,  NONE, 10:00, 10:01,        fire 10:00, 10:01",
    "* * * * *,  NONE, 10:00, 10:01:30,     fire 10:01, 10:02",
    "* * * * *,  NONE, 10:00, 20:00:30,     fire 20:00, 20:01",
    "* * * * *,  LAST, 10:00, 10:01,        fire 10:00, 10:01",
    "* * * * *,  LAST, 10:00, 10:01:30,     fire 10:01, 10:02",
    "* * * * *,  LAST, 10:00, 20:00,        fire 20:00, 20:01",
    "* 10 * * *, LAST, 10:00, 20:00,        fire 10:59, +10:00",
    "* 10 * * *, NONE, 10:00, 20:00,        missed,     +10:00",
  })
  void decidesWhatBecomesOfAFiring(
      String expression, CatchUp catchUp, String due, String now, String what, String next) {
    Instant nextAt =
        next.startsWith("+") ? at(next.substring(1)).plus(Duration.ofDays(1)) : at(next);

    Due outcome = timetable(expression, Overlap.SKIP, catchUp).due(at(due), at(now), false);

    assertThat(told(outcome)).isEqualTo(what);
    assertThat(outcome.nextAt()).isEqualTo(nextAt);
  }

  @ParameterizedTest
  @CsvSource({
    "SKIP,  NONE, 09:00,    not yet,           10:00",
    "SKIP,  NONE, 10:00,    overlapping 10:00, 11:00",
    "SKIP,  NONE, 10:30,    missed,            11:00",
    "SKIP,  LAST, 12:30,    overlapping 12:00, 13:00",
    "QUEUE, NONE, 09:00,    not yet,           10:00",
    "QUEUE, NONE, 10:00:30, queue 10:00,       11:00",
    "QUEUE, NONE, 10:30,    missed,            11:00",
    "QUEUE, LAST, 12:30,    queue 12:00,       13:00",
  })
  void heedsThatTheLastTaskStillRuns(
      Overlap overlap, CatchUp catchUp, String now, String what, String next) {
    Due outcome = timetable("0 * * * *", overlap, catchUp).due(at("10:00"), at(now), true);

    assertThat(told(outcome)).isEqualTo(what);
    assertThat(outcome.nextAt()).isEqualTo(at(next));
  }

  @Test
  void firesForTheTimeThatWasKeptEvenIfTheExpressionNoLongerNamesIt() {
    Instant kept = at("10:07").plusNanos(5);

    assertThat(timetable("@hourly", Overlap.SKIP, CatchUp.LAST).due(kept, at("10:50"), false))
        .isEqualTo(new Due.Fire(kept, at("11:00")));
  }

  @Test
  void hasNoNextTimeAtTheEndOfTheCalendar() {
    Instant last = Instant.parse("9999-12-31T23:59:00Z");
    Timetable timetable = timetable("* * * * *", Overlap.SKIP, CatchUp.NONE);

    assertThat(timetable.due(last, last, false)).isEqualTo(new Due.Fire(last, null));
    assertThat(timetable.due(last, last.plusSeconds(90), false)).isEqualTo(new Due.Missed(null));
  }
}
