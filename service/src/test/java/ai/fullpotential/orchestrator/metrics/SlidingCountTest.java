package ai.fullpotential.orchestrator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SlidingCountTest {

  private final ManualTime time = new ManualTime();
  private final SlidingCount count = new SlidingCount(time, Duration.ofMinutes(1), 60);

  @Test
  void countsNothingAtFirst() {
    assertThat(count.sum()).isZero();
    time.advance(Duration.ofHours(5));
    assertThat(count.sum()).isZero();
  }

  @Test
  void keepsAnEventForAMinuteAndASecondAtMost() {
    count.increment();

    time.advance(Duration.ofSeconds(60));
    assertThat(count.sum()).isEqualTo(1);
    time.advance(Duration.ofSeconds(1));
    assertThat(count.sum()).isZero();
  }

  @Test
  void slides() {
    for (int second = 0; second < 200; second++) {
      count.increment();
      count.increment();
      assertThat(count.sum()).isEqualTo(2L * Math.min(second + 1, 61));
      time.advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void forgetsAllAfterALongSilence() {
    for (int i = 0; i < 100; i++) {
      count.increment();
      time.advance(Duration.ofSeconds(1));
    }

    time.advance(Duration.ofDays(400));
    assertThat(count.sum()).isZero();
    count.increment();
    assertThat(count.sum()).isEqualTo(1);
  }

  @Test
  void isNotMisledByAWallClockThatIsSet() {
    count.increment();
    time.shiftWallClock(Duration.ofDays(1));

    assertThat(count.sum()).isEqualTo(1);
  }

  @Test
  void leavesOutAnEventWhoseThreadStoodStillForAWholeWindow() {
    time.advance(Duration.ofSeconds(61));
    count.increment();
    time.advance(Duration.ofSeconds(-61));
    count.increment();
    time.advance(Duration.ofSeconds(61));

    assertThat(count.sum()).isEqualTo(1);
  }

  @Property(tries = 300)
  void isBetweenTheWindowAndTheWindowWithOneBucket(@ForAll long seed) {
    ManualTime clock = new ManualTime();
    SlidingCount fresh = new SlidingCount(clock, Duration.ofMinutes(1), 60);
    Random random = new Random(seed);
    List<Long> events = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      clock.advance(Duration.ofMillis(random.nextInt(3000)));
      fresh.increment();
      long now = clock.nanos();
      events.add(now);
      assertThat(fresh.sum())
          .isBetween(
              within(events, now, Duration.ofSeconds(60)),
              within(events, now, Duration.ofSeconds(61)));
    }
  }

  private static long within(List<Long> events, long now, Duration window) {
    return events.stream().filter(at -> now - at <= window.toNanos()).count();
  }

  @Test
  void losesNothingWhenManyThreadsCount() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int n = 0; n < 20_000; n++) {
                      count.increment();
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(count.sum()).isEqualTo(80_000);
  }
}
