package ai.fullpotential.orchestrator.store;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.store.WriteSession.Trouble;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupedWriterTest {

  private static final String POISON = "poison";

  private final ManualTime time = new ManualTime();
  private final Script script = new Script();
  private final GroupedWriter writer = new GroupedWriter("writer", script, time, true);

  @AfterEach
  void close() {
    script.gate.countDown();
    writer.close();
  }

  @Test
  void writesInTheOrderAskedForAndTellsAfterTheCommit() {
    List<CompletableFuture<String>> told = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      told.add(write("w" + i));
    }

    for (int i = 0; i < 2000; i++) {
      assertThat(told.get(i)).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("w" + i);
    }
    assertThat(script.committed).hasSize(2000).startsWith("w0", "w1").endsWith("w1999");
    assertThat(script.commits.get()).as("grouped").isLessThan(2000);
  }

  @Test
  void aWriteThatCannotBeMadeFailsAlone() {
    script.hold();
    CompletableFuture<String> first = write("first");
    CompletableFuture<String> poison = write(POISON);
    CompletableFuture<String> last = write("last");
    script.gate.countDown();

    assertThat(poison).succeedsWithin(10, TimeUnit.SECONDS).asString().startsWith("unknown");
    assertThat(first).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("first");
    assertThat(last).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("last");
    assertThat(script.committed).containsSubsequence("first", "last").doesNotContain(POISON);
    assertThat(writer.isWritable()).isTrue();
  }

  @Test
  void triesAgainAfterAConflict() {
    script.conflicts.set(3);

    assertThat(write("one")).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("one");
    assertThat(script.committed).containsExactly("one");
  }

  @Test
  void answersAtOnceWhileTheDatabaseIsAwayAndComesBackByItself() throws Exception {
    script.away = true;
    assertThat(write("lost")).succeedsWithin(10, TimeUnit.SECONDS).asString().startsWith("unknown");
    assertThat(writer.isWritable()).isFalse();
    int opened = script.opened.get();
    assertThat(write("too soon"))
        .succeedsWithin(10, TimeUnit.SECONDS)
        .asString()
        .startsWith("unknown");
    assertThat(script.opened.get()).as("not tried again so soon").isEqualTo(opened);

    script.away = false;
    time.advance(Duration.ofMillis(500));

    assertThat(script.probed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(write("back")).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("back");
    assertThat(writer.isWritable()).isTrue();
    assertThat(script.committed).containsExactly("back");
  }

  @Test
  void answersWhatWaitsForAStuckWrite() throws Exception {
    script.hold();
    CompletableFuture<String> stuck = write("stuck");
    assertThat(script.entered.await(10, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<String> behind = write("behind");

    time.advance(Duration.ofSeconds(2));

    assertThat(stuck)
        .succeedsWithin(10, TimeUnit.SECONDS)
        .isEqualTo("unknown: the store is too slow");
    assertThat(behind)
        .succeedsWithin(10, TimeUnit.SECONDS)
        .isEqualTo("unknown: the store is too slow");
  }

  @Test
  void goesOnWhenOneThatWaitsFails() {
    writer.write(
        new Op.Work<>(
            _ -> "x",
            new Reply<String>(
                _ -> {
                  throw new IllegalStateException("on purpose");
                },
                why -> why)));

    assertThat(write("next")).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("next");
  }

  @Test
  void refusesMoreThanItCanHold() throws Exception {
    script.hold();
    CompletableFuture<String> stuck = write("stuck");
    assertThat(script.entered.await(10, TimeUnit.SECONDS)).isTrue();
    List<CompletableFuture<String>> told = new ArrayList<>();
    for (int i = 0; i < 100_001; i++) {
      told.add(write("w"));
    }

    assertThat(stuck).isNotDone();
    assertThat(told.getLast()).isCompletedWithValue("unknown: too many writes wait for the store");
    assertThat(told.getFirst()).isNotDone();
  }

  @Test
  void makesWhatWasAskedForBeforeItCloses() {
    List<CompletableFuture<String>> told = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      told.add(write("w" + i));
    }

    writer.close();

    assertThat(told).allSatisfy(t -> assertThat(t.join()).startsWith("w"));
    assertThat(write("late")).isCompletedWithValue("unknown: the store is closed");
  }

  private CompletableFuture<String> write(String what) {
    CompletableFuture<String> told = new CompletableFuture<>();
    writer.write(new Op.Work<>(_ -> what, new Reply<>(told::complete, why -> "unknown: " + why)));
    return told;
  }

  /** A database of what was written, that fails as told. */
  private static final class Script implements WriteSession.Source, WriteSession {

    private final List<String> committed = Collections.synchronizedList(new ArrayList<>());
    private final List<String> open = new ArrayList<>();
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger conflicts = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final CountDownLatch probed = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean held;
    private volatile boolean away;

    void hold() {
      held = true;
    }

    @Override
    public WriteSession open() throws SQLException {
      opened.incrementAndGet();
      if (away) {
        throw new SQLException("away", "away");
      }
      return this;
    }

    @Override
    public Trouble judge(SQLException e) {
      return switch (String.valueOf(e.getSQLState())) {
        case "away" -> Trouble.AWAY;
        case "conflict" -> Trouble.CONFLICT;
        default -> Trouble.DATA;
      };
    }

    @Override
    public void apply(List<Op> group) throws SQLException {
      entered.countDown();
      waitAtGate();
      if (away) {
        throw new SQLException("away", "away");
      }
      if (conflicts.getAndDecrement() > 0) {
        throw new SQLException("conflict", "conflict");
      }
      for (Op op : group) {
        if (op instanceof Op.Work<?> work) {
          apply(work);
        }
      }
    }

    private <R> void apply(Op.Work<R> work) throws SQLException {
      R result = work.statements().run(new SqlConnection(connection(), new SqliteIds()));
      if (POISON.equals(result)) {
        throw new SQLException("poison", "data");
      }
      open.add(String.valueOf(result));
      work.reply().settle(result);
    }

    private void waitAtGate() {
      try {
        if (held) {
          gate.await();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Connection connection() {
      return (Connection)
          Proxy.newProxyInstance(
              Script.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (_, method, _) -> finish(method.getName()));
    }

    private @Nullable Object finish(String how) {
      if (how.equals("commit")) {
        commits.incrementAndGet();
        committed.addAll(open);
      }
      open.clear();
      return null;
    }

    @Override
    public void probe() throws SQLException {
      if (away) {
        throw new SQLException("away", "away");
      }
      probed.countDown();
    }

    @Override
    public void close() {
      open.clear();
    }
  }
}
