package ai.fullpotential.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopRatesTest {

  private static final long SECOND = 1_000_000_000L;

  private final TopRates rates = new TopRates();

  @Test
  void aRateIsOverTheLastTenSeconds() {
    add(0, 0);
    assertThat(rates.perSecond()).isZero();

    add(5, 500);
    assertThat(rates.perSecond()).isEqualTo(100);

    add(15, 600);
    assertThat(rates.perSecond()).isEqualTo(10);
  }

  @Test
  void theBarsAreOfEachSpanBetweenTwoReadings() {
    add(0, 0);
    add(1, 0);
    add(2, 70);
    add(3, 80);

    assertThat(rates.bars(30)).isEqualTo("▁█▂");
    assertThat(rates.bars(2)).isEqualTo("█▂");
  }

  @Test
  void aServiceThatWasStartedAgainBeginsAnew() {
    add(0, 1000);
    add(1, 3);
    add(2, 5);

    assertThat(rates.perSecond()).isEqualTo(2);
  }

  private void add(long seconds, long finished) {
    try {
      rates.add(
          new TopReading(
              seconds * SECOND,
              Reply.NONE,
              Json.tree(
                  "{\"tasks\":{\"total\":%d}}"
                      .formatted(finished)
                      .getBytes(StandardCharsets.UTF_8)),
              Reply.NONE,
              List.of(),
              List.of()));
    } catch (MalformedJson e) {
      throw new AssertionError(e);
    }
  }
}
