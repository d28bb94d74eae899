package ai.fullpotential.orchestrator.flow;

import static ai.fullpotential.orchestrator.flow.TestPolicies.rated;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.registry.LogWatch;
import ai.fullpotential.orchestrator.store.InMemoryDocuments;
import ai.fullpotential.orchestrator.task.ScriptedDocuments;
import ai.fullpotential.orchestrator.time.Await;
import ai.fullpotential.orchestrator.time.ManualPause;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a node learns what others write. */
class PolicyKeeperTest {

  private final InMemoryDocuments shared = new InMemoryDocuments();
  private final ScriptedDocuments way = new ScriptedDocuments(shared);
  private final PolicyBook book = new PolicyBook(way);
  private final PolicyBook there = new PolicyBook(shared);
  private final ManualTime time = new ManualTime();
  private final ManualPause pause = new ManualPause(time);
  private PolicyKeeper keeper = new PolicyKeeper(book, true, pause);

  @AfterEach
  void close() {
    keeper.close();
  }

  /** Lets it look so often, to the end of the last look. */
  private void look(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      time.advance(PolicyKeeper.BETWEEN);
      pause.awaitPause();
    }
  }

  private void start() throws InterruptedException {
    keeper.start();
    pause.awaitPause();
  }

  @Test
  void policiesHoldFromTheFirstMoment() {
    there.put("thing", rated(1));

    keeper.start();

    assertThat(book.get().of("thing")).isEqualTo(rated(1));
  }

  @Test
  void whatAnotherNodeWritesHoldsWithinASecond() throws InterruptedException {
    keeper.start();
    assertThat(pause.awaitPause()).isLessThan(Duration.ofSeconds(1));
    there.put("thing", rated(1));

    look(1);

    assertThat(book.get().of("thing")).isEqualTo(rated(1));
  }

  @Test
  void anOutageIsToldOnceAndThePoliciesStay() throws InterruptedException {
    there.put("thing", rated(1));
    start();
    there.put("thing", rated(2));
    way.goAway();
    try (LogWatch log = new LogWatch(PolicyKeeper.class)) {
      look(3);
      assertThat(log.warnings()).singleElement().asString().contains("stay as they were");
      assertThat(book.get().of("thing")).isEqualTo(rated(1));

      way.comeBack();
      look(1);
      assertThat(book.get().of("thing")).isEqualTo(rated(2));
      way.goAway();
      look(1);
      assertThat(log.warnings()).hasSize(2);
    }
  }

  @Test
  void aBugInAListenerDoesNotEndTheLooks() throws InterruptedException {
    book.onChange(
        () -> {
          throw new IllegalStateException("a bug");
        });
    start();
    there.put("thing", rated(1));
    try (LogWatch _ = LogWatch.muting(PolicyKeeper.class)) {
      look(1);
      there.put("thing", rated(2));
      look(1);
    }
    assertThat(book.get().of("thing")).isEqualTo(rated(2));
  }

  @Test
  void aStoreOfOnesOwnIsReadUntilThatSucceedsOnce() throws InterruptedException {
    keeper = new PolicyKeeper(book, false, pause);
    there.put("thing", rated(1));
    way.goAway();
    try (LogWatch log = new LogWatch(PolicyKeeper.class)) {
      start();
      look(2);
      assertThat(book.isLoaded()).isFalse();
      assertThat(log.warnings()).hasSize(1);
    }

    way.comeBack();
    time.advance(PolicyKeeper.BETWEEN);
    Await.until("the policies are read", book::isLoaded);
    assertThat(book.get().of("thing")).isEqualTo(rated(1));
  }
}
