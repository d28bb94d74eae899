package ai.fullpotential.orchestrator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestTallyTest {

  private final ManualTime time = new ManualTime();
  private final RequestTally tally =
      new RequestTally(time, (method, path, template, status, requestId, traceId, took) -> {});

  @Test
  void countsErrorsOfTheLastHourOnly() {
    answered(503);
    time.advance(Duration.ofMinutes(30));
    answered(500);
    answered(404);
    assertThat(tally.errorsLastHour()).isEqualTo(2);

    time.advance(Duration.ofMinutes(30));
    assertThat(tally.errorsLastHour()).isEqualTo(1);
    time.advance(Duration.ofMinutes(30));
    assertThat(tally.errorsLastHour()).isZero();
    assertThat(tally.total()).isEqualTo(3);
  }

  @Test
  void tellsTheRateOfTheLastWholeMinute() {
    answered(200);
    answered(200);
    assertThat(tally.perMinute()).isEqualTo(2);
    time.advance(Duration.ofSeconds(60));
    answered(200);
    assertThat(tally.perMinute()).isEqualTo(2);
    time.advance(Duration.ofSeconds(60));
    assertThat(tally.perMinute()).isEqualTo(1);
    time.advance(Duration.ofDays(3));
    assertThat(tally.perMinute()).isZero();
  }

  private void answered(int status) {
    tally.answered("GET", "/", "/", status, "r", null, Duration.ZERO);
  }
}
