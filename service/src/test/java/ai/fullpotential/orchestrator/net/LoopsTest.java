package ai.fullpotential.orchestrator.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopsTest {

  @Test
  void eachLoopIsOneThreadAndRunsItsOwnActionsAtOnce() throws Exception {
    try (Loops loops = new Loops(3)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Loop loop = loops.next();
        CompletableFuture<List<String>> order = new CompletableFuture<>();
        loop.execute(
            () -> {
              threads.add(Thread.currentThread());
              List<String> steps = new ArrayList<>();
              loop.execute(() -> steps.add("inner"));
              steps.add("after");
              order.complete(steps);
            });
        assertThat(order.get(10, TimeUnit.SECONDS)).containsExactly("inner", "after");
      }
      assertThat(threads.subList(0, 3)).doesNotHaveDuplicates().isEqualTo(threads.subList(3, 6));
    }
  }

  @Test
  void aTimerThatIsCancelledDoesNotRun() throws Exception {
    try (Loops loops = new Loops(1)) {
      Loop loop = loops.next();
      List<String> ran = new ArrayList<>();
      CountDownLatch done = new CountDownLatch(1);
      loop.execute(
          () -> {
            Loop.Timer cancelled = loop.after(Duration.ofMillis(1), () -> ran.add("cancelled"));
            loop.after(Duration.ofSeconds(-1), () -> ran.add("at once"));
            loop.after(Duration.ofMillis(20), done::countDown);
            cancelled.cancel();
          });
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(ran).containsExactly("at once");
    }
  }

  @Test
  void whatBlocksIsInterruptedAtTheEnd() throws Exception {
    Loops loops = new Loops(1);
    CountDownLatch blocked = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    loops
        .blocking()
        .execute(
            () -> {
              blocked.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.complete(true);
              }
            });
    blocked.await();
    loops.close();
    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
  }

  /** As when a stop is itself interrupted: the process must still come to its end. */
  @Test
  void aThreadThatIsInterruptedCanCloseThem() {
    Loops loops = new Loops(1);
    Thread.currentThread().interrupt();
    loops.close();
    assertThat(Thread.interrupted()).isTrue();
  }
}
