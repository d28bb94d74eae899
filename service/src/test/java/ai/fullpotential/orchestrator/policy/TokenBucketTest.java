package ai.fullpotential.orchestrator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private static final long SECOND = 1_000_000_000;

  @Test
  void letsABurstThroughAndThenItsRate() {
    TokenBucket bucket = new TokenBucket(new Rate(2, 3), 3, 0);
    for (int i = 0; i < 3; i++) {
      assertThat(bucket.holdsOne(0)).isTrue();
      bucket.take(0);
    }
    assertThat(bucket.holdsOne(0)).isFalse();
    assertThat(bucket.nanosToOne(0)).isEqualTo(SECOND / 2);
    assertThat(bucket.holdsOne(SECOND / 2 - 1000)).isFalse();
    assertThat(bucket.holdsOne(SECOND / 2)).isTrue();
  }

  @Test
  void savesNoMoreThanABurst() {
    TokenBucket bucket = new TokenBucket(new Rate(2, 3), 0, 0);
    assertThat(bucket.heldIn(1000 * SECOND, 0)).isEqualTo(3);
  }

  @Test
  void goesOnAtAnotherRateWithWhatItHolds() {
    TokenBucket bucket = new TokenBucket(new Rate(10, 10), 10, 0);
    bucket.change(new Rate(1, 2), 0);
    assertThat(bucket.heldIn(0, 0)).isEqualTo(2);
    bucket.take(0);
    bucket.take(0);
    assertThat(bucket.nanosToOne(0)).isEqualTo(SECOND);
  }

  /** In any span there are no more calls than a burst and what the rate gives in that span. */
  @Property(tries = 300)
  void noSpanHoldsMoreThanItsRateAndABurst(@ForAll long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    Rate rate = new Rate(0.5 + chance.nextDouble() * 100, 1 + chance.nextInt(20));
    TokenBucket bucket = new TokenBucket(rate, rate.burst(), 0);
    Deque<Long> taken = new ArrayDeque<>();
    long now = 0;
    for (int step = 0; step < 500; step++) {
      now += chance.nextLong(SECOND / 20);
      if (bucket.holdsOne(now)) {
        bucket.take(now);
        taken.add(now);
      }
    }
    Long[] times = taken.toArray(Long[]::new);
    for (int from = 0; from < times.length; from += 7) {
      for (int to = from; to < times.length; to++) {
        double allowed = rate.burst() + rate.perSecond() * (times[to] - times[from]) / SECOND;
        assertThat(to - from + 1).isLessThanOrEqualTo((int) (allowed + 1e-6) + 1);
      }
    }
  }
}
