package ai.fullpotential.orchestrator.registry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.time.Pause;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncPaceTest {

  private static final Pause NEVER =
      _ -> {
        throw new AssertionError("nobody asked to pause");
      };

  @ParameterizedTest
  @CsvSource({
    "0, 60000, 60000",
    "1, 500, 1000",
    "2, 1000, 2000",
    "3, 2000, 4000",
    "6, 16000, 32000",
    "7, 30000, 60000",
    "1000000, 30000, 60000"
  })
  void backsOffByDoublingUpToTheInterval(int failures, long shortest, long longest) {
    Duration interval = Duration.ofSeconds(60);
    assertThat(new SyncPace(interval, NEVER, () -> 0).after(failures)).hasMillis(longest);
    assertThat(new SyncPace(interval, NEVER, () -> Math.nextDown(1.0)).after(failures))
        .isBetween(Duration.ofMillis(shortest), Duration.ofMillis(shortest).plusNanos(1000));
  }

  @Test
  void neverWaitsLongerThanAShortInterval() {
    SyncPace pace = new SyncPace(Duration.ofMillis(50), NEVER, () -> 0);
    assertThat(pace.after(0)).hasMillis(50);
    assertThat(pace.after(1)).hasMillis(50);
    assertThat(pace.after(9)).hasMillis(50);
  }

  @Test
  void spreadsTheWaitsOfManyNodes() {
    SyncPace pace = new SyncPace(Duration.ofSeconds(60), NEVER);
    assertThat(java.util.stream.Stream.generate(() -> pace.after(4)).limit(100).distinct())
        .hasSizeGreaterThan(50)
        .allSatisfy(
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8)));
  }
}
