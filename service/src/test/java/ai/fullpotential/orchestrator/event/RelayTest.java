package ai.fullpotential.orchestrator.event;

import static ai.fullpotential.orchestrator.event.EventLogTest.told;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.time.ManualLoop;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** Events from node to node, over a channel that a test can cut. */
class RelayTest {

  private final ManualTime time = new ManualTime();
  private final ManualLoop loop = new ManualLoop(time);
  private final List<Node> nodes = new ArrayList<>();
  private int sent;

  /** A node, and how many read there. */
  private final class Node implements Channel {

    final EventLog log;
    final Relay relay;
    int readers;
    boolean cut;
    private Listener listener =
        new Listener() {
          @Override
          public void heard(String text) {}

          @Override
          public void opened() {}
        };

    Node(String name) {
      log = new EventLog(name, 1000, time);
      relay = new Relay(log, this, loop, time, () -> readers);
      nodes.add(this);
      relay.start();
    }

    void add(String... ids) {
      for (String id : ids) {
        log.add(change(id));
      }
      loop.advance(Duration.ofMillis(50));
    }

    void read() {
      relay.wish();
      readers++;
    }

    void mend() {
      cut = false;
      listener.opened();
      loop.advance(Duration.ofMillis(50));
    }

    @Override
    public void start(Listener told) {
      listener = told;
    }

    @Override
    public void send(String ascii) {
      assertThat(ascii.length()).isLessThanOrEqualTo(MAX_TEXT);
      sent++;
      nodes.stream().filter(node -> !node.cut && !cut).forEach(node -> node.listener.heard(ascii));
    }

    @Override
    public void close() {}
  }

  private Event change(String id) {
    return new Event.TaskChanged(
        EventType.TASK_STARTED,
        "node",
        time.instant(),
        new TaskId(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString()),
        "echo",
        "GET",
        "/" + id,
        "running",
        1,
        null,
        null,
        null,
        null,
        null,
        "ann");
  }

  private static List<String> paths(Node node) {
    return node.log.from(0, 10_000).stream()
        .map(
            entry ->
                entry.event().type() == EventType.STREAM_RESET
                    ? "reset"
                    : entry
                        .event()
                        .json()
                        .toString()
                        .replaceAll(".*\"path\":\"/([^\"]*)\".*", "$1"))
        .toList();
  }

  @Test
  void nothingIsSentWhileNobodyReads() {
    Node a = new Node("a");
    new Node("b");
    a.add("1", "2");
    assertThat(sent).isZero();
  }

  @Test
  void whoReadsAnywhereHearsOfAllNodes() {
    Node a = new Node("a");
    Node b = new Node("b");
    Node c = new Node("c");
    b.read();
    a.add("1");
    c.add("2");
    b.add("3");
    assertThat(paths(b)).containsExactly("1", "2", "3");
    assertThat(paths(a)).as("a reader may go on at any node").containsExactly("1", "2", "3");
    assertThat(told(c.log, 0)).hasSize(3);
  }

  @Test
  void whatHappenedBeforeSomebodyReadIsNoGapForOneWhoBeganLater() {
    Node a = new Node("a");
    Node b = new Node("b");
    a.add("1", "2");
    b.read();
    assertThat(paths(b)).as("told at once").containsExactly("reset");
    a.add("3");
    assertThat(paths(b)).containsExactly("reset", "3");
  }

  @Test
  void whatIsLostOnTheWayIsTold() {
    Node a = new Node("a");
    Node b = new Node("b");
    b.read();
    a.add("1");
    b.cut = true;
    a.add("2");
    b.mend();
    assertThat(paths(b)).as("without waiting for another event").containsExactly("1", "reset");
    a.add("3");
    assertThat(paths(b)).containsExactly("1", "reset", "3");
  }

  @Test
  void aReaderThatComesBackWhileAWishStillLastsMissesNothing() {
    Node a = new Node("a");
    Node b = new Node("b");
    b.read();
    b.readers = 0;
    loop.advance(Duration.ofSeconds(55));
    b.read();
    loop.advance(Duration.ofSeconds(8));
    a.add("1");
    assertThat(paths(b)).containsExactly("1");
  }

  @Test
  void theLastThatIsLostIsNoticedThoughNothingMoreHappens() {
    Node a = new Node("a");
    Node b = new Node("b");
    b.read();
    a.add("1");
    a.cut = true; // what it sends is lost, and it does not know
    a.add("2");
    a.cut = false;
    loop.advance(Duration.ofSeconds(25));
    assertThat(paths(b)).containsExactly("1", "reset");
  }

  @Test
  void numbersAreRightWhenAWishEndsWhileEventsWait() {
    Node a = new Node("a");
    Node b = new Node("b");
    b.read();
    b.readers = 0;
    loop.advance(Duration.ofSeconds(60).minusMillis(5));
    a.log.add(change("1"));
    loop.advance(Duration.ofMillis(10)); // the wish has ended, and the event waits
    a.log.add(change("2"));
    loop.advance(Duration.ofSeconds(1));
    assertThat(paths(b)).containsExactly("1", "2");
    assertThat(b.log.end().position().of("a")).isEqualTo(2);
  }

  @Test
  void aNodeThatEndsTellsWhatItHasLeft() {
    Node a = new Node("a");
    Node b = new Node("b");
    b.read();
    a.log.add(change("1"));
    a.relay.close();
    assertThat(paths(b)).containsExactly("1");
  }

  @Test
  void anEventOfATypeThatIsNotKnownKeepsItsNumber() {
    Node b = new Node("b");
    String lines = "{\"type\":\"breaker.bent\"}\n{\"type\":\"task.started\",\"path\":\"/1\"}\n";
    b.relay.heard("ev a 1 " + packed(lines));
    assertThat(paths(b)).containsExactly("1");
    assertThat(b.log.end().position()).hasToString("a.2,b.0");
  }

  private static String packed(String lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(lines.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  @Test
  void aNodeWhoseReadersHaveLeftIsToldNoMore() {
    Node a = new Node("a");
    Node b = new Node("b");
    b.read();
    loop.advance(Duration.ofSeconds(200));
    a.add("1");
    assertThat(paths(b)).containsExactly("1");
    b.readers = 0;
    loop.advance(Duration.ofSeconds(81));
    int before = sent;
    a.add("2");
    assertThat(sent).isEqualTo(before);
  }

  @Test
  void manyEventsAtOnceComeInOrder() {
    Node a = new Node("a");
    Node b = new Node("b");
    b.read();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      ids.add("x" + i);
      a.log.add(change("x" + i));
    }
    loop.advance(Duration.ofSeconds(1));
    assertThat(paths(b)).isEqualTo(ids);
  }

  @Test
  void whatIsNotUnderstoodIsPassedOver() {
    Node a = new Node("a");
    for (String text :
        List.of("", "x", "hello b new", "at b many", "ev b 1 !!", "ev b x y", "ev b 1")) {
      a.relay.heard(text);
    }
    assertThat(paths(a)).isEmpty();
  }
}
