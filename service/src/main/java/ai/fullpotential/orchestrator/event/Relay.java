package ai.fullpotential.orchestrator.event;

import ai.fullpotential.orchestrator.time.Loop;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the events of each node to every other, while somebody reads events anywhere, so that a reader may
 * go on at any node: a node with readers says now and then that it wants them ({@code want}), and each says
 * the number of its last event ({@code at}) and sends what comes after it ({@code ev}). Numbers have no gaps, so one that
 * is missing is found by whoever hears, and told to its readers.
 */
public final class Relay implements EventLog.Outlet, Channel.Listener {

  private static final Logger log = LoggerFactory.getLogger(Relay.class);

  /** How long a wish lasts; it is said again at a third of that. */
  private static final Duration WISH = Duration.ofSeconds(60);

  private static final Duration AGAIN = WISH.dividedBy(3);
  private static final Duration GATHER = Duration.ofMillis(20);
  private static final int MAX_WAITING = 20_000;
  private static final int AT_ONCE = 200;

  private final EventLog events;
  private final Channel channel;
  private final Loop loop;
  private final TimeSource time;
  private final IntSupplier readers;

  /** Held while something is sent, so that numbers leave in their order. */
  private final Object sending = new Object();

  // Guarded by this object.
  private final Queue<Event> waiting = new ArrayDeque<>();
  private long last;
  private @Nullable Long wantedNanos;
  private @Nullable Long wishedNanos;
  private boolean due;
  private boolean closed;

  /**
   * A relay that has not begun.
   *
   * @param readers how many read events of this node now
   */
  public Relay(EventLog events, Channel channel, Loop loop, TimeSource time, IntSupplier readers) {
    this.events = events;
    this.channel = channel;
    this.loop = loop;
    this.time = time;
    this.readers = readers;
  }

  /** Begins to hear the other nodes. */
  public void start() {
    events.outlet(this);
    channel.start(this);
    loop.after(AGAIN, this::wishAgain);
  }

  /** Sends what is left, and how far that goes; nothing more is heard of this node. */
  public void close() {
    send();
    synchronized (this) {
      if (isRecent(wantedNanos, WISH)) {
        tellWhere();
      }
      closed = true;
    }
  }

  /** Somebody begins to read events here. */
  public void wish() {
    if (!isRecent(wishedNanos(), AGAIN)) {
      sayWish();
    }
  }

  private synchronized @Nullable Long wishedNanos() {
    return wishedNanos;
  }

  private boolean isRecent(@Nullable Long nanos, Duration age) {
    return nanos != null && time.since(nanos).compareTo(age) < 0;
  }

  private void sayWish() {
    synchronized (this) {
      wishedNanos = time.nanos();
    }
    channel.send("want " + events.node() + " events");
    wanted();
  }

  private void wishAgain() {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    if (readers.getAsInt() > 0) {
      sayWish();
    }
    loop.after(AGAIN, this::wishAgain);
  }

  @Override
  public synchronized void added(long number, Event event) {
    last = number;
    // What waits always ends with the last: its number is counted back from there.
    if (closed || (waiting.isEmpty() && !isRecent(wantedNanos, WISH))) {
      return;
    }
    if (waiting.size() >= MAX_WAITING) {
      waiting.clear(); // the others will see that numbers are missing
    }
    waiting.add(event);
    if (!due) {
      due = true;
      loop.after(GATHER, this::send);
    }
  }

  private void send() {
    synchronized (sending) {
      List<Event> some = new ArrayList<>();
      long first;
      synchronized (this) {
        first = last - waiting.size() + 1;
        while (some.size() < AT_ONCE && !waiting.isEmpty()) {
          some.add(waiting.remove());
        }
        due = !waiting.isEmpty();
      }
      send(first, some);
    }
    synchronized (this) {
      if (due) {
        loop.after(Duration.ZERO, this::send);
      }
    }
  }

  private void send(long first, List<Event> some) {
    if (some.isEmpty()) {
      return;
    }
    String text = "ev " + events.node() + " " + first + " " + Packed.pack(some);
    if (text.length() <= Channel.MAX_TEXT) {
      channel.send(text);
    } else if (some.size() == 1) {
      log.debug("an event is too long to be told to other nodes");
    } else {
      int half = some.size() / 2;
      send(first, some.subList(0, half));
      send(first + half, some.subList(half, some.size()));
    }
  }

  @Override
  public void opened() {
    if (readers.getAsInt() > 0 || isRecent(wishedNanos(), WISH)) {
      sayWish();
    }
  }

  @Override
  public void heard(String text) {
    String[] words = text.split(" ", 4);
    if (words.length < 3 || words[1].equals(events.node())) {
      return;
    }
    try {
      switch (words[0]) {
        case "want" -> wanted();
        case "at" -> events.isAt(words[1], Long.parseLong(words[2]));
        case "ev" -> hear(words[1], Long.parseLong(words[2]), words.length < 4 ? "" : words[3]);
        default -> log.debug("another node said what is not understood: {}", words[0]);
      }
    } catch (IllegalArgumentException e) {
      log.debug("another node said what is not understood", e);
    }
  }

  private void wanted() {
    synchronized (sending) {
      synchronized (this) {
        wantedNanos = time.nanos();
        tellWhere();
      }
    }
  }

  /** Said with each wish, so that a loss shows although nothing more happens here. */
  private void tellWhere() {
    channel.send("at " + events.node() + " " + (last - waiting.size()));
  }

  private void hear(String node, long first, String packed) {
    long number = first;
    for (Optional<Event> event : Packed.unpack(packed)) {
      if (event.isPresent()) {
        events.heard(node, number, event.get());
      } else {
        events.passed(node, number);
      }
      number++;
    }
  }
}
