package ai.fullpotential.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {

  private final Moments here = new Moments(ZoneId.of("Asia/Tokyo"));

  @ParameterizedTest
  @CsvSource({
    "1795517550, 2026-11-24T10:52:30Z",
    "1795517550.25, 2026-11-24T10:52:30.250Z",
    "2026-11-24, 2026-11-23T15:00:00Z",
    "2026-11-24T18:00, 2026-11-24T09:00:00Z",
    "2026-11-24 18:00:30, 2026-11-24T09:00:30Z",
    "2026-11-24T18:00:00Z, 2026-11-24T18:00:00Z",
    "2026-11-24T18:00+01:00, 2026-11-24T17:00:00Z",
  })
  void aTimeIsReadAsPeopleWriteIt(String text, Instant meant) {
    assertThat(here.instant(text)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "2026-13-01", "24.11.2026", "-5", "2026-11-24T25:00"})
  void whatIsNoTimeIsNone(String text) {
    assertThat(here.instant(text)).isEmpty();
  }
}
