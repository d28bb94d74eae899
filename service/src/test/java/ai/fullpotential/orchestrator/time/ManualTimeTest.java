package ai.fullpotential.orchestrator.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

  private final ManualTime time = new ManualTime();

  @Test
  void anAnchoredClockIgnoresShiftsOfTheWallClock() {
    InstantSource anchored = time.anchored();
    time.shiftWallClock(Duration.ofHours(-1));
    time.advance(Duration.ofSeconds(2));

    assertThat(anchored.instant()).isEqualTo(ManualTime.START.plusSeconds(2));
    assertThat(time.instant()).isEqualTo(ManualTime.START.plusSeconds(2).minusSeconds(3600));
  }

  @Test
  void aPauseEndsWhenItsTimeHasCome() throws Exception {
    ManualPause pause = new ManualPause(time);
    CompletableFuture<Instant> woken = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                pause.pause(Duration.ofSeconds(3));
                woken.complete(time.instant());
              } catch (InterruptedException e) {
                woken.completeExceptionally(e);
              }
            });

    assertThat(pause.awaitPause()).isEqualTo(Duration.ofSeconds(3));
    time.advance(Duration.ofSeconds(2));
    assertThat(woken).isNotDone();
    time.advance(Duration.ofSeconds(1));
    assertThat(woken.get()).isEqualTo(ManualTime.START.plusSeconds(3));
  }

  @Test
  void aLoopRunsTimersInOrderEachAtItsMoment() {
    ManualLoop loop = new ManualLoop(time);
    List<String> ran = new ArrayList<>();
    loop.after(Duration.ofSeconds(2), () -> ran.add("second at " + sinceStart()));
    loop.after(
        Duration.ofSeconds(1),
        () -> {
          ran.add("first at " + sinceStart());
          loop.after(Duration.ofMillis(500), () -> ran.add("nested at " + sinceStart()));
        });
    Loop.Timer cancelled = loop.after(Duration.ofSeconds(1), () -> ran.add("never"));
    cancelled.cancel();

    loop.advance(Duration.ofSeconds(3));

    assertThat(ran).containsExactly("first at PT1S", "nested at PT1.5S", "second at PT2S");
    assertThat(sinceStart()).isEqualTo(Duration.ofSeconds(3));
    assertThat(loop.timers()).isZero();
  }

  @Test
  void aLoopRunsWhatOtherThreadsHandOver() throws Exception {
    ManualLoop loop = new ManualLoop(time);
    List<Thread> ranOn = new ArrayList<>();
    Thread.ofVirtual().start(() -> loop.execute(() -> ranOn.add(Thread.currentThread()))).join();
    assertThat(ranOn).isEmpty();

    loop.run();

    assertThat(ranOn).containsExactly(Thread.currentThread());
  }

  private Duration sinceStart() {
    return Duration.between(ManualTime.START, time.instant());
  }
}
