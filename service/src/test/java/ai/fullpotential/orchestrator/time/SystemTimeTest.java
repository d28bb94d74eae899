package ai.fullpotential.orchestrator.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class SystemTimeTest {

  private final SystemTime time = new SystemTime();

  @Test
  void theMonotonicClockNeverGoesBack() {
    long start = time.nanos();
    assertThat(time.since(start)).isGreaterThanOrEqualTo(Duration.ZERO);
  }

  @Test
  void anInterruptedPauseEndsByTheInterrupt() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> time.pause(Duration.ofHours(1)))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void aPauseOfNothingReturns() throws InterruptedException {
    time.pause(Duration.ZERO);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void anAnchoredClockStartsAtTheWallTime() {
    Instant before = time.instant();
    InstantSource anchored = time.anchored();
    assertThat(anchored.instant()).isAfterOrEqualTo(before);
  }
}
