package ai.fullpotential.orchestrator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.registry.Heartbeat;
import ai.fullpotential.orchestrator.registry.MeshListener;
import ai.fullpotential.orchestrator.registry.Reachability;
import ai.fullpotential.orchestrator.registry.TestDirectory;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.store.TestStore;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.time.ManualLoop;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Heartbeats here, on another node, and after a restart. */
@OnEveryStore
class HeartbeatsTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final String NAME = "mailer";

  private final ManualTime time = new ManualTime();
  private TestStore.Opened opened;
  private Documents documents;

  /** A node with clocks of its own, all of which a test moves by hand. */
  private final class Node {
    final ManualTime clock;
    final ManualLoop loop;
    final TestDirectory directory;
    final Reachability reachability;
    final Heartbeats heartbeats;
    final List<Boolean> told = new ArrayList<>();

    Node(String name, Instant wall, boolean isShared) {
      clock = new ManualTime(wall);
      loop = new ManualLoop(clock);
      directory = new TestDirectory(clock);
      list("Mailer");
      reachability =
          new Reachability(
              directory.directory(),
              new MeshListener() {
                @Override
                public void reachable(String droplet, boolean isReachable) {
                  told.add(isReachable);
                }
              },
              clock,
              TIMEOUT);
      heartbeats =
          new Heartbeats(reachability, documents, isShared, name, clock, action -> action.run());
    }

    Node start() {
      heartbeats.start(loop);
      return this;
    }

    void list(String droplet) {
      directory.list(droplet, BaseUrl.parse("http://localhost:1").orElseThrow());
    }

    void pass(Duration duration) {
      loop.advance(duration);
    }

    boolean reaches() {
      return reachability.reachable(NAME);
    }

    Heartbeat last() {
      return reachability.sightings(NAME).lastHeartbeat().orElseThrow();
    }
  }

  @BeforeEach
  void open() {
    opened = TestStore.current().open();
    documents = opened.store().documents();
    documents.all("heartbeat").forEach(one -> documents.delete("heartbeat", one.id()));
  }

  @AfterEach
  void close() {
    opened.close();
  }

  @Test
  void oneCountsAtOnceAndForSoLong() {
    Node node = new Node("a", time.instant(), false).start();
    node.heartbeats.take("Mailer", "busy", metrics("{\"load\":0.5}"));
    assertThat(node.reaches()).isTrue();
    assertThat(node.heartbeats.metrics(NAME)).hasToString("{\"load\":0.5}");
    node.pass(TIMEOUT.minusSeconds(1));
    assertThat(node.told).containsExactly(true);
    node.pass(Duration.ofSeconds(1).plus(Heartbeats.LOOK));
    assertThat(node.reaches()).isFalse();
    assertThat(node.told).containsExactly(true, false);
  }

  @Test
  void anotherNodeLearnsOfItAndOfItsSilence() {
    Node a = new Node("a", time.instant(), true).start();
    Node b = new Node("b", time.instant(), true).start();
    a.heartbeats.take("Mailer", "busy", metrics("{\"load\":0.5}"));
    assertThat(b.reaches()).isFalse();
    a.pass(Heartbeats.LOOK);
    b.pass(Heartbeats.LOOK);
    assertThat(b.reaches()).isTrue();
    assertThat(b.last().status()).isEqualTo("busy");
    assertThat(b.last().node()).isEqualTo("a");
    assertThat(b.heartbeats.metrics("MAILER")).hasToString("{\"load\":0.5}");
    b.pass(TIMEOUT.plus(Heartbeats.LOOK));
    assertThat(b.told).containsExactly(true, false);
  }

  @Test
  void theNodeThatWasToldLastIsBelieved() {
    Node a = new Node("a", time.instant(), true).start();
    Node b = new Node("b", time.instant(), true).start();
    a.heartbeats.take("Mailer", "first", JsonText.NULL);
    a.pass(Duration.ofSeconds(10));
    b.pass(Duration.ofSeconds(10));
    b.heartbeats.take("Mailer", "second", metrics("{\"n\":2}"));
    b.pass(Heartbeats.LOOK);
    a.pass(Heartbeats.LOOK);
    assertThat(a.last().status()).isEqualTo("second");
    assertThat(a.heartbeats.metrics(NAME)).hasToString("{\"n\":2}");
    assertThat(b.last().status()).isEqualTo("second");
  }

  /** An hour more than any timeout, in either direction. */
  @Test
  void aClockThatIsWrongMakesNobodySilentOrAliveForLonger() {
    Node late = new Node("late", time.instant().minus(Duration.ofHours(1)), true).start();
    Node early = new Node("early", time.instant(), true).start();
    late.heartbeats.take("Mailer", null, JsonText.NULL);
    late.pass(Heartbeats.LOOK);
    early.pass(Heartbeats.LOOK);
    assertThat(early.reaches()).as("told by a clock that is late").isTrue();

    early.pass(TIMEOUT.plus(Heartbeats.LOOK));
    assertThat(early.reaches()).isFalse();
    late.pass(TIMEOUT.plus(Heartbeats.LOOK));
    early.heartbeats.take("Mailer", null, JsonText.NULL);
    early.pass(Heartbeats.LOOK);
    late.pass(Heartbeats.LOOK);
    assertThat(late.reaches()).as("told by a clock that is early").isTrue();
    late.pass(TIMEOUT.plus(Heartbeats.LOOK));
    assertThat(late.reaches()).isFalse();
  }

  @Test
  void aRestartForgetsNothing() {
    Node before = new Node("a", time.instant(), false).start();
    before.heartbeats.take("Mailer", "busy", metrics("{\"load\":0.5}"));
    before.pass(Heartbeats.LOOK);

    Node soon = new Node("b", time.instant().plusSeconds(30), false).start();
    assertThat(soon.reaches()).isTrue();
    assertThat(soon.last().at()).isEqualTo(time.instant());
    assertThat(soon.heartbeats.metrics(NAME)).hasToString("{\"load\":0.5}");

    Node late = new Node("c", time.instant().plusSeconds(91), false).start();
    assertThat(late.reaches()).isFalse();
    assertThat(late.last().status()).isEqualTo("busy");
  }

  @Test
  void oneOfADropletThatIsNotListedHereYetCountsOnceItIs() {
    Node a = new Node("a", time.instant(), true).start();
    Node b = new Node("b", time.instant(), true);
    b.list("other");
    b.start();
    a.heartbeats.take("Mailer", null, JsonText.NULL);
    a.pass(Heartbeats.LOOK);
    b.pass(Heartbeats.LOOK);
    assertThat(b.reaches()).isFalse();
    b.list("Mailer");
    b.pass(Heartbeats.LOOK);
    assertThat(b.reaches()).isTrue();
  }

  @Test
  void howeverManyThereAreAWriteComesOnceInAWhile() {
    Node node = new Node("a", time.instant(), true).start();
    for (int i = 0; i < 100; i++) {
      node.heartbeats.take("Mailer", "n" + i, JsonText.NULL);
    }
    node.pass(Heartbeats.LOOK);
    assertThat(documents.find("heartbeat", NAME).orElseThrow().version()).isEqualTo(1);
    assertThat(documents.find("heartbeat", NAME).orElseThrow().body().toString())
        .contains("\"n99\"");
  }

  @Test
  void whatIsOldAndOfNobodyIsDeleted() {
    Node a = new Node("a", time.instant(), true).start();
    a.heartbeats.take("Mailer", null, JsonText.NULL);
    a.pass(Heartbeats.LOOK);
    a.clock.advance(Duration.ofDays(8));
    a.pass(Heartbeats.LOOK);
    assertThat(documents.find("heartbeat", NAME)).isPresent();
    a.list("other");
    a.pass(Heartbeats.LOOK);
    assertThat(documents.find("heartbeat", NAME)).isEmpty();
    assertThat(documents.find("heartbeat-metrics", NAME)).isEmpty();
  }

  private static JsonText metrics(String json) {
    return Json.kept(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
