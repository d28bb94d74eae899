package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.event.Event;
import ai.fullpotential.orchestrator.event.EventFilter;
import ai.fullpotential.orchestrator.event.EventLog;
import ai.fullpotential.orchestrator.event.EventLog.Entry;
import ai.fullpotential.orchestrator.event.Position;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Piece;
import ai.fullpotential.orchestrator.net.PushStream;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.time.Loop;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readers of events on one loop. They read the log, each at its own place, when something came and
 * they took what they had; so nothing is kept for one that does not read, and it is dropped when what it
 * has not read falls out of the log. Readers that want the same and are at the same place share one piece
 * of bytes.
 *
 * <p>Confined to its loop.
 */
final class EventFeed {

  private static final Logger log = LoggerFactory.getLogger(EventFeed.class);

  /** Proxies close what is silent for longer than a minute or half of one. */
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

  /** What comes within this time leaves together; the more readers, the longer, up to a bound. */
  private static final Duration GATHER = Duration.ofMillis(5);

  private static final Duration GATHER_PER_READER = Duration.ofNanos(400_000);
  private static final Duration GATHER_AT_MOST = Duration.ofMillis(250);
  private static final int READERS_AT_ONCE = 10;
  private static final int EVENTS_AT_ONCE = 1000;

  private final EventLog events;
  private final Loop loop;
  private final InstantSource clock;
  private final Set<Reader> readers = new LinkedHashSet<>();
  private final AtomicBoolean due = new AtomicBoolean();
  private final Consumer<Integer> count;
  private final Map<Share, Shared> shared = new HashMap<>();

  /** What readers have in common that are sent the same bytes. */
  private record Share(long from, EventFilter filter) {}

  /** These bytes, and from where on they are read further. */
  private record Shared(Piece piece, long next) {}

  /**
   * A feed without readers.
   *
   * @param count told how many readers came (1) or left (-1), on the loop
   */
  EventFeed(EventLog events, Loop loop, InstantSource clock, Consumer<Integer> count) {
    this.events = events;
    this.loop = loop;
    this.clock = clock;
    this.count = count;
    events.onNew(this::somethingNew);
    loop.after(SIGN_OF_LIFE, this::tellOfLife);
  }

  private void somethingNew() {
    if (!due.getAndSet(true)) {
      loop.execute(
          () -> {
            if (readers.isEmpty()) {
              due.set(false);
            } else {
              loop.after(gather(), this::feedAll);
            }
          });
    }
  }

  private Duration gather() {
    Duration time = GATHER.plus(GATHER_PER_READER.multipliedBy(readers.size()));
    return time.compareTo(GATHER_AT_MOST) > 0 ? GATHER_AT_MOST : time;
  }

  private void feedAll() {
    shared.clear();
    feed(List.copyOf(readers), events.end().index());
  }

  /** A few at a time: tasks wait for this loop too. */
  private void feed(List<Reader> left, long seen) {
    left.subList(0, Math.min(READERS_AT_ONCE, left.size())).forEach(Reader::feed);
    if (left.size() > READERS_AT_ONCE) {
      loop.after(Duration.ZERO, () -> feed(left.subList(READERS_AT_ONCE, left.size()), seen));
      return;
    }
    shared.clear();
    due.set(false);
    if (events.end().index() > seen) {
      somethingNew();
    }
  }

  private void tellOfLife() {
    List.copyOf(readers).forEach(Reader::tellOfLife);
    loop.after(SIGN_OF_LIFE, this::tellOfLife);
  }

  /**
   * Begins to tell this exchange's client what happens.
   *
   * @param read how far it has read before, or null when it begins anew
   */
  void open(Exchange exchange, Response head, EventFilter filter, @Nullable Resume read) {
    Reader reader = new Reader(filter);
    reader.start(PushStream.open(exchange, head, reader::feed, reader::left), read);
  }

  /**
   * Where a client was when it broke off.
   *
   * @param position how far it had read, or null when what it sent is no position
   */
  record Resume(@Nullable Position position) {}

  /** One client. */
  private final class Reader {

    private final EventFilter filter;
    private @Nullable PushStream out;
    private @Nullable Position read;
    private long next;

    Reader(EventFilter filter) {
      this.filter = filter;
    }

    void start(PushStream stream, @Nullable Resume resume) {
      out = stream;
      readers.add(this);
      count.accept(1);
      EventLog.End end = events.end();
      next = end.index();
      Position here = end.position();
      if (resume != null) {
        Position asked = resume.position();
        OptionalLong from = asked == null ? OptionalLong.empty() : events.after(asked);
        if (asked != null && from.isPresent()) {
          next = from.getAsLong();
          read = asked;
          here = asked;
        } else {
          stream.write(new Piece(EventFrames.event(tooOld(), here)));
        }
      }
      stream.write(new Piece(EventFrames.open(here, events.node(), clock.instant())));
      feed();
    }

    private Event tooOld() {
      return new Event.Reset(clock.instant(), "what came after this Last-Event-ID is not kept");
    }

    /** Sends what is new, as long as the client takes it. */
    void feed() {
      PushStream stream = out;
      if (stream != null && !events.has(next)) {
        log.atDebug().addKeyValue("readers", readers.size()).log("a slow reader was dropped");
        stream.end();
        return;
      }
      while (stream != null && stream.takes() && next < events.end().index()) {
        feedSome(stream);
      }
    }

    private void feedSome(PushStream stream) {
      Position before = read;
      if (before == null) {
        Shared some = shared.computeIfAbsent(new Share(next, filter), EventFeed.this::share);
        next = some.next();
        send(stream, some.piece());
        return;
      }
      List<Entry> entries = events.from(next, EVENTS_AT_ONCE);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (Entry entry : entries) {
        if (!entry.isIn(before) && filter.wants(entry.event())) {
          bytes.writeBytes(EventFrames.event(entry.event(), entry.position().max(before)));
        }
      }
      next += entries.size();
      send(stream, new Piece(bytes.toByteArray()));
      if (!entries.isEmpty() && entries.getLast().position().covers(before)) {
        read = null;
      }
    }

    private void send(PushStream stream, Piece piece) {
      if (piece.size() > 0) {
        stream.write(piece);
      }
    }

    void tellOfLife() {
      feed();
      if (out != null && out.takes()) {
        EventLog.End end = events.end();
        Position here = read == null ? end.position() : end.position().max(read);
        out.write(new Piece(next == end.index() ? EventFrames.alive(here) : EventFrames.ALIVE));
      }
    }

    void left() {
      if (readers.remove(this)) {
        count.accept(-1);
      }
      out = null;
    }
  }

  private Shared share(Share share) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<Entry> entries = events.from(share.from(), EVENTS_AT_ONCE);
    for (Entry entry : entries) {
      if (share.filter().wants(entry.event())) {
        bytes.writeBytes(EventFrames.event(entry));
      }
    }
    return new Shared(new Piece(bytes.toByteArray()), share.from() + entries.size());
  }
}
