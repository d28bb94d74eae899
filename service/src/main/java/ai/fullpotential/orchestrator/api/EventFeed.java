package ai.fullpotential.orchestrator.api;

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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readers of events on one loop. They read the log, each at its own place, when something came and
 * they took what they had; so nothing is kept for one that does not read, and it is dropped when what it
 * has not read falls out of the log. Readers that want the same and are at the same place share one piece
 * of bytes. A few are served at a time, since tasks wait for the same loop.
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
  private static final int READERS_AT_ONCE = 4;

  /** Between a few and the next few: in one go they would hold up every task of this loop. */
  private static final Duration BREATH = Duration.ofMillis(1);

  private static final int EVENTS_AT_ONCE = 1000;
  private static final int PIECE_BYTES = 160 * 1024;

  /** What may wait in memory for all readers of this loop together. */
  private static final long MAX_WAITING = 16L * 1024 * 1024;

  private final EventLog events;
  private final Loop loop;
  private final InstantSource clock;
  private final IntConsumer count;
  private final Set<EventReader> readers = new LinkedHashSet<>();
  private final Set<EventReader> hungry = new LinkedHashSet<>();
  private final Map<Share, Shared> shared = new HashMap<>();
  private final AtomicBoolean due = new AtomicBoolean();
  private boolean serving;

  /** What readers have in common that are sent the same bytes. */
  private record Share(long from, EventFilter filter) {}

  /**
   * Events from one place on, as bytes.
   *
   * @param piece perhaps empty
   * @param next where it goes on
   */
  record Shared(Piece piece, long next) {}

  /**
   * A feed without readers.
   *
   * @param count told how many readers came (1) or left (-1), on the loop
   */
  EventFeed(EventLog events, Loop loop, InstantSource clock, IntConsumer count) {
    this.events = events;
    this.loop = loop;
    this.clock = clock;
    this.count = count;
    events.onNew(this::somethingNew);
    loop.after(SIGN_OF_LIFE, this::tellOfLife);
  }

  /**
   * Begins to tell this exchange's client what happens.
   *
   * @param resume where it broke off, or null when it begins anew
   */
  void open(
      Exchange exchange, Response head, EventFilter filter, EventReader.@Nullable Resume resume) {
    EventReader reader = new EventReader(events, filter, exchange.principal().until());
    readers.add(reader);
    count.accept(1);
    PushStream stream = PushStream.open(exchange, head, () -> wake(reader), () -> left(reader));
    reader.start(stream, resume, clock.instant());
    wake(reader);
  }

  private void left(EventReader reader) {
    if (readers.remove(reader)) {
      hungry.remove(reader);
      count.accept(-1);
    }
  }

  private void somethingNew() {
    if (!due.getAndSet(true)) {
      loop.execute(() -> loop.after(gather(), this::wakeAll));
    }
  }

  private Duration gather() {
    Duration time = GATHER.plus(GATHER_PER_READER.multipliedBy(readers.size()));
    return time.compareTo(GATHER_AT_MOST) > 0 ? GATHER_AT_MOST : time;
  }

  private void wakeAll() {
    due.set(false);
    readers.forEach(this::wake);
  }

  private void tellOfLife() {
    loop.after(SIGN_OF_LIFE, this::tellOfLife);
    List.copyOf(readers).stream().filter(this::isOver).forEach(this::end);
    readers.forEach(EventReader::signOfLifeIsDue);
    readers.forEach(this::wake);
  }

  /** Its token is: whoever brings another one goes on where this reader was. */
  private boolean isOver(EventReader reader) {
    return reader.isOver(clock.instant());
  }

  private void end(EventReader reader) {
    reader.drop();
    left(reader);
  }

  private void wake(EventReader reader) {
    hungry.add(reader);
    if (!serving) {
      serving = true;
      loop.after(Duration.ZERO, this::serveSome);
    }
  }

  private void serveSome() {
    try {
      makeRoom();
      Iterator<EventReader> next = hungry.iterator();
      List<EventReader> some = new ArrayList<>();
      while (some.size() < READERS_AT_ONCE && next.hasNext()) {
        some.add(next.next());
        next.remove();
      }
      some.forEach(this::serve);
    } finally {
      serving = !hungry.isEmpty();
      if (serving) {
        loop.after(BREATH, this::serveSome);
      } else {
        shared.clear();
      }
    }
  }

  /** One piece; a fault of one reader is that reader's alone. */
  private void serve(EventReader reader) {
    try {
      if (readers.contains(reader) && reader.serve(this::share)) {
        hungry.add(reader);
      }
    } catch (RuntimeException | Error bug) {
      log.atError().setCause(bug).log("a reader of events failed, and is dropped");
      end(reader);
    }
  }

  /** Who has most that it does not take goes first. */
  private void makeRoom() {
    long waiting = readers.stream().mapToLong(EventReader::waiting).sum();
    while (waiting > MAX_WAITING) {
      EventReader worst =
          readers.stream().max(Comparator.comparingLong(EventReader::waiting)).orElseThrow();
      log.atInfo().addKeyValue("readers", readers.size()).log("a slow reader of events is dropped");
      waiting -= worst.waiting();
      end(worst);
    }
  }

  private Shared share(long from, EventFilter filter) {
    return shared.computeIfAbsent(new Share(from, filter), this::make);
  }

  private Shared make(Share share) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long next = share.from();
    for (Entry entry : events.from(share.from(), EVENTS_AT_ONCE)) {
      if (bytes.size() >= PIECE_BYTES) {
        break;
      }
      next++;
      if (share.filter().wants(entry.event())) {
        bytes.writeBytes(EventFrames.event(entry, entry.position()));
      }
    }
    return new Shared(new Piece(bytes.toByteArray()), next);
  }

  /** The same for one who has read some of it already. */
  static Shared unread(EventLog events, long from, EventFilter filter, Position read) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long next = from;
    for (Entry entry : events.from(from, EVENTS_AT_ONCE)) {
      if (bytes.size() >= PIECE_BYTES) {
        break;
      }
      next++;
      if (!entry.isIn(read) && filter.wants(entry.event())) {
        bytes.writeBytes(EventFrames.event(entry, entry.position().max(read)));
      }
    }
    return new Shared(new Piece(bytes.toByteArray()), next);
  }
}
