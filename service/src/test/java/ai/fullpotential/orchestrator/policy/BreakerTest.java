package ai.fullpotential.orchestrator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.policy.Breaker.Call;
import ai.fullpotential.orchestrator.policy.Breaker.Change;
import ai.fullpotential.orchestrator.policy.Breaker.End;
import ai.fullpotential.orchestrator.policy.Breaker.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BreakerTest {

  private static final List<End> ENDS = List.of(End.values());

  private static final long SECOND = 1_000_000_000;
  private static final BreakerRule RULE =
      new BreakerRule(50, 4, Duration.ofSeconds(10), Duration.ofSeconds(5));

  private final Breaker breaker = new Breaker(RULE, 0);
  private long now;

  private Change call(End end) {
    assertThat(breaker.lets(now)).isTrue();
    return breaker.end(breaker.begin(now), end, now);
  }

  private void trip() {
    call(End.SUCCEEDED);
    call(End.SUCCEEDED);
    call(End.FAILED);
    assertThat(call(End.FAILED)).isEqualTo(Change.OPENED);
  }

  @Test
  void opensAtItsShareOfFailuresAndNotBefore() {
    call(End.SUCCEEDED);
    call(End.SUCCEEDED);
    assertThat(call(End.FAILED)).isEqualTo(Change.NONE);
    assertThat(call(End.FAILED)).isEqualTo(Change.OPENED);
    assertThat(breaker.state(now)).isEqualTo(State.OPEN);
    assertThat(breaker.lets(now)).isFalse();
    assertThat(breaker.nanosToHalfOpen(now)).isEqualTo(5 * SECOND);
  }

  @Test
  void fewCallsNeverOpenIt() {
    for (int i = 0; i < 3; i++) {
      assertThat(call(End.FAILED)).isEqualTo(Change.NONE);
    }
    assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
  }

  @Test
  void whatIsOlderThanItsWindowDoesNotCount() {
    call(End.FAILED);
    call(End.FAILED);
    call(End.FAILED);
    now += 11 * SECOND;
    assertThat(call(End.FAILED)).isEqualTo(Change.NONE);
    assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
  }

  @Test
  void whatNobodySawDoesNotCount() {
    for (int i = 0; i < 20; i++) {
      assertThat(call(End.UNSEEN)).isEqualTo(Change.NONE);
    }
    assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
  }

  @Test
  void halfOpenLetsOneCallThroughWhoseSuccessClosesIt() {
    trip();
    now += 5 * SECOND;
    assertThat(breaker.state(now)).isEqualTo(State.HALF_OPEN);
    assertThat(breaker.lets(now)).isTrue();
    Call probe = breaker.begin(now);
    assertThat(probe).isEqualTo(Call.PROBE);
    assertThat(breaker.lets(now)).isFalse();
    assertThat(breaker.end(probe, End.SUCCEEDED, now)).isEqualTo(Change.CLOSED);
    assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
    assertThat(call(End.FAILED)).as("its window is empty again").isEqualTo(Change.NONE);
  }

  @Test
  void aProbeThatFailsOpensItForAsLongAgain() {
    trip();
    now += 5 * SECOND;
    assertThat(breaker.end(breaker.begin(now), End.FAILED, now)).isEqualTo(Change.NONE);
    assertThat(breaker.state(now)).isEqualTo(State.OPEN);
    now += 5 * SECOND;
    assertThat(breaker.lets(now)).isTrue();
  }

  @Test
  void aProbeWhoseEndNobodySawIsFollowedByAnother() {
    trip();
    now += 5 * SECOND;
    breaker.end(breaker.begin(now), End.UNSEEN, now);
    assertThat(breaker.lets(now)).isTrue();
  }

  @Test
  void aProbeThatDoesNotEndIsFollowedByAnother() {
    trip();
    now += 5 * SECOND;
    breaker.begin(now);
    assertThat(breaker.lets(now)).isFalse();
    now += 5 * SECOND;
    assertThat(breaker.lets(now)).isTrue();
  }

  @Test
  void whatBeganBeforeItOpenedDecidesNothing() {
    Call old = breaker.begin(now);
    trip();
    assertThat(breaker.end(old, End.SUCCEEDED, now)).isEqualTo(Change.NONE);
    assertThat(breaker.state(now)).isEqualTo(State.OPEN);
  }

  /** R4: whatever happens, a droplet that answers again is called again. */
  @Property(tries = 10_000)
  void isNeverStuck(@ForAll long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    Breaker any =
        new Breaker(
            new BreakerRule(
                1 + chance.nextInt(100),
                1 + chance.nextInt(5),
                Duration.ofMillis(1 + chance.nextInt(5000)),
                Duration.ofMillis(1 + chance.nextInt(5000))),
            0);
    long at = 0;
    List<Call> under = new ArrayList<>();
    for (int step = 0; step < 60; step++) {
      at += chance.nextLong(2 * SECOND);
      if (chance.nextBoolean() && any.lets(at)) {
        under.add(any.begin(at));
      } else if (!under.isEmpty()) {
        Call call = under.remove(chance.nextInt(under.size()));
        any.end(call, ENDS.get(chance.nextInt(3)), at);
      }
    }
    at += 5 * SECOND;
    assertThat(any.lets(at)).isTrue();
    any.end(any.begin(at), End.SUCCEEDED, at);
    assertThat(any.state(at)).isEqualTo(State.CLOSED);
  }
}
