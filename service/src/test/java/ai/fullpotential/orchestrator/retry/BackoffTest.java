package ai.fullpotential.orchestrator.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void waitsOneTwoAndFourSecondsByDefault() {
    Backoff backoff = Backoff.doubling(SECOND);

    assertThat(IntStream.rangeClosed(1, 3).mapToObj(backoff::before))
        .containsExactly(SECOND, SECOND.multipliedBy(2), SECOND.multipliedBy(4));
  }

  @ParameterizedTest
  @CsvSource({
    "PT1S,    2,   PT1H, 1,    PT1S",
    "PT1S,    2,   PT1H, 12,   PT34M8S",
    "PT1S,    2,   PT1H, 13,   PT1H",
    "PT1S,    2,   PT1H, 1000, PT1H",
    "PT1S,    2,   PT1H, 2147483647, PT1H",
    "PT0.05S, 2,   PT1H, 3,    PT0.2S",
    "PT2S,    1,   PT1H, 50,   PT2S",
    "PT1S,    1.5, PT1H, 3,    PT2.25S",
    "PT1S,    3,   PT5S, 2,    PT3S",
    "PT1S,    3,   PT5S, 3,    PT5S",
    "PT0S,    2,   PT1H, 2000, PT0S",
    "PT0S,    2,   PT0S, 1,    PT0S",
    "PT5S,    2,   PT5S, 1,    PT5S",
  })
  void multipliesUpToTheMaximum(
      Duration initial, double multiplier, Duration max, int retry, Duration expected) {
    assertThat(new Backoff(initial, multiplier, max).before(retry)).isEqualTo(expected);
  }

  @Test
  void doublesUpToAnHourOrTheBase() {
    assertThat(Backoff.doubling(SECOND).max()).isEqualTo(HOUR);
    assertThat(Backoff.doubling(HOUR.plusNanos(1)).max()).isEqualTo(HOUR.plusNanos(1));
    assertThat(Backoff.doubling(Duration.ofDays(2)).before(3)).isEqualTo(Duration.ofDays(2));
  }

  @Test
  void refusesWaitsThatMakeNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ofNanos(-1), 2, HOUR))
        .withMessageContaining("negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(HOUR, 2, SECOND))
        .withMessageContaining("below the first");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(SECOND, 2, ChronoUnit.FOREVER.getDuration()))
        .withMessageContaining("beyond");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.999, 0, -1, Double.NaN, Double.NEGATIVE_INFINITY})
  void refusesAMultiplierBelowOne(double multiplier) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(SECOND, multiplier, HOUR))
        .withMessageContaining("below 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void countsRetriesFromOne(int retry) {
    assertThatIllegalArgumentException().isThrownBy(() -> Backoff.doubling(SECOND).before(retry));
  }

  @Property
  void neverShrinksAndNeverExceedsTheMaximum(
      @ForAll @LongRange(min = 0, max = 3_600_000_000_000L) long initialNanos,
      @ForAll @DoubleRange(min = 1, max = 100) double multiplier,
      @ForAll @LongRange(min = 0, max = 86_400_000_000_000L) long roomNanos,
      @ForAll @IntRange(min = 1, max = 10_000) int retry) {
    Duration initial = Duration.ofNanos(initialNanos);
    Duration max = initial.plusNanos(roomNanos);
    Backoff backoff = new Backoff(initial, multiplier, max);

    assertThat(backoff.before(1)).isEqualTo(initial);
    assertThat(backoff.before(retry)).isBetween(initial, max);
    assertThat(backoff.before(retry + 1)).isGreaterThanOrEqualTo(backoff.before(retry));
  }
}
