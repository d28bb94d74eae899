package ai.fullpotential.orchestrator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Compares with a walk through the minutes. */
class CronPropertyTest {

  private static final Duration WALK = Duration.ofDays(6);
  private static final Instant FROM = Instant.parse("2005-01-01T00:00:00Z");

  @Provide
  Arbitrary<SimpleCron> crons() {
    return SimpleCron.all();
  }

  @Provide
  Arbitrary<String> zones() {
    return Arbitraries.of(
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "America/Sao_Paulo",
        "Antarctica/Troll",
        "Africa/Cairo",
        "Africa/Casablanca",
        "America/St_Johns",
        "Asia/Beirut",
        "Asia/Pyongyang",
        "Pacific/Apia",
        "UTC");
  }

  @Provide
  Arbitrary<String> allZones() {
    return Arbitraries.of(ZoneId.getAvailableZoneIds().stream().sorted().toList());
  }

  @Property(tries = 1500)
  void agreesWithAWalkThroughTheMinutes(
      @ForAll("crons") SimpleCron simple,
      @ForAll("zones") String zone,
      @ForAll @IntRange(max = 1_700_000_000) int second,
      @ForAll @IntRange(min = -500, max = 2200) int minutesBefore,
      @ForAll @IntRange(max = 1) int nanos) {
    if (!(Cron.read(simple.expression(), zone) instanceof Cron.Reading.Valid valid)) {
      assertThat(simple.day().any()).as(simple.expression()).isFalse();
      return;
    }
    Instant after = nearAChange(zone, second, minutesBefore).plusNanos(nanos);
    Instant next = valid.cron().next(after).orElseThrow();

    walked(simple, ZoneId.of(zone), after)
        .ifPresentOrElse(
            expected -> assertThat(next).as(simple.expression()).isEqualTo(expected),
            () -> assertThat(next).isAfter(after.plus(WALK)));
  }

  @Property(tries = 500)
  void isAlwaysLaterInEveryZone(
      @ForAll("crons") SimpleCron simple,
      @ForAll("allZones") String zone,
      @ForAll @IntRange int second,
      @ForAll @IntRange(max = 3000) int minutesBefore) {
    if (Cron.read(simple.expression(), zone) instanceof Cron.Reading.Valid valid) {
      Instant time = nearAChange(zone, second, minutesBefore);
      for (int i = 0; i < 10; i++) {
        Instant next = valid.cron().next(time).orElseThrow();
        assertThat(next).isAfter(time);
        time = next;
      }
    }
  }

  @Property(tries = 500)
  void isTheSameFromAnyInstantBeforeIt(
      @ForAll("crons") SimpleCron simple,
      @ForAll("zones") String zone,
      @ForAll @IntRange(max = 1_700_000_000) int second,
      @ForAll @IntRange(max = 999) int permille) {
    if (Cron.read(simple.expression(), zone) instanceof Cron.Reading.Valid valid) {
      Instant after = nearAChange(zone, second, 90);
      Instant next = valid.cron().next(after).orElseThrow();
      Duration part = Duration.between(after, next).dividedBy(1000).multipliedBy(permille);

      assertThat(valid.cron().next(after.plus(part))).contains(next);
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> plain = Arbitraries.of("*", "1", "0-5", "*/7", "1,3", "12");
    Arbitrary<String> odd =
        Arbitraries.strings().withChars("0123456789*/,-?#LW|@+ \tMONJAß\u0660").ofMaxLength(4);
    return Arbitraries.frequencyOf(Tuple.of(3, plain), Tuple.of(1, odd))
        .list()
        .ofMinSize(4)
        .ofMaxSize(6)
        .map(fields -> String.join(" ", fields));
  }

  @Property(tries = 2000)
  void readsOrRefusesAnyText(@ForAll("texts") String text) {
    switch (Cron.read(text, "UTC")) {
      case Cron.Reading.Valid valid -> assertThat(valid.cron().next(FROM)).isPresent();
      case Cron.Reading.Invalid invalid -> assertThat(invalid.faults()).isNotEmpty();
    }
  }

  /** Some time before the first change of the clock after a second of this century. */
  private static Instant nearAChange(String zone, int second, int minutesBefore) {
    Instant start = FROM.plusSeconds(second);
    var change = ZoneId.of(zone).getRules().nextTransition(start);
    Instant middle = change == null ? start : change.getInstant();
    return middle.truncatedTo(ChronoUnit.MINUTES).minus(minutesBefore, ChronoUnit.MINUTES);
  }

  private static Optional<Instant> walked(SimpleCron simple, ZoneId zone, Instant after) {
    Instant minute = after.truncatedTo(ChronoUnit.MINUTES).minus(2, ChronoUnit.DAYS);
    LocalDateTime seen = LocalDateTime.ofInstant(minute, zone);
    while (!minute.isAfter(after.plus(WALK))) {
      minute = minute.plus(1, ChronoUnit.MINUTES);
      LocalDateTime shown = LocalDateTime.ofInstant(minute, zone);
      boolean fires = simple.hour().any() ? simple.matches(shown) : anyMatches(simple, seen, shown);
      if (fires && minute.isAfter(after)) {
        return Optional.of(minute);
      }
      seen = shown.isAfter(seen) ? shown : seen;
    }
    return Optional.empty();
  }

  /** Whether one of the local minutes does that came since the last new one, shown or skipped. */
  private static boolean anyMatches(SimpleCron simple, LocalDateTime seen, LocalDateTime shown) {
    LocalDateTime time = seen.plusMinutes(1);
    while (!time.isAfter(shown)) {
      if (simple.matches(time)) {
        return true;
      }
      time = time.plusMinutes(1);
    }
    return false;
  }
}
