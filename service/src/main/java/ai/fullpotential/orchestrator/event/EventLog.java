package ai.fullpotential.orchestrator.event;

import ai.fullpotential.orchestrator.json.JsonText;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The newest events, of this node and of those it hears, in the order in which they came here. Older
 * ones fall out. Each event has the number that its own node gave it, without gaps, so that one that
 * was missed is noticed: everybody is then told by a {@link Event.Reset}.
 *
 * <p>Never blocks for longer than it takes to copy a list.
 */
public final class EventLog {

  /** As many nodes are remembered; the one that was silent for longest is forgotten first. */
  private static final int MAX_NODES = 32;

  private final String node;
  private final InstantSource clock;
  private final @Nullable Entry[] ring;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final LinkedHashMap<String, Long> contiguousFrom = new LinkedHashMap<>(16, 0.75f, true);

  /** Of each node the number of the last event that fell out. */
  private final Map<String, Long> gone = new HashMap<>();

  private Outlet outlet = (_, _) -> {};
  private Position position = Position.START;
  private long next;

  /** Hears of this node's own events. */
  @FunctionalInterface
  public interface Outlet {
    /** The event was given this number. Must be quick: others wait. */
    void added(long number, Event event);
  }

  /**
   * An empty log.
   *
   * @param node the name of this node, never used before
   * @param capacity how many events it keeps
   */
  public EventLog(String node, int capacity, InstantSource clock) {
    this.node = node;
    this.clock = clock;
    this.ring = new Entry[capacity];
    position = position.with(node, 0);
    contiguousFrom.put(node, 1L);
  }

  /** The name of this node. */
  public String node() {
    return node;
  }

  /** From now on this hears of every event of this node. */
  public synchronized void outlet(Outlet to) {
    outlet = to;
  }

  /** Is run after something was added, on whatever thread did it; must be quick. */
  public void onNew(Runnable listener) {
    listeners.add(listener);
  }

  /** Takes an event of this node. */
  public void add(Event event) {
    synchronized (this) {
      long number = position.of(node) + 1;
      append(event, node, number);
      outlet.added(number, event);
    }
    tell();
  }

  /** Takes an event of another node. */
  void heard(String from, long number, Event event) {
    synchronized (this) {
      if (from.equals(node) || (isKnown(from) && number <= position.of(from))) {
        return;
      }
      if (number > position.of(from) + 1) {
        missed(from, number);
      }
      contiguousFrom.putIfAbsent(from, number);
      append(event, from, number);
      forgetSilent();
    }
    tell();
  }

  /** Another node says which of its events was its last: if that one is not here, some were missed. */
  void isAt(String from, long number) {
    synchronized (this) {
      long here = position.of(from);
      if (from.equals(node) || number < here) {
        return;
      }
      contiguousFrom.putIfAbsent(from, number + 1);
      position = position.with(from, number);
      if (number > here) {
        missed(from, number + 1);
      }
      forgetSilent();
    }
    tell();
  }

  /** Another node has told an event that this one does not understand: nothing is missed by it. */
  synchronized void passed(String from, long number) {
    if (!from.equals(node) && number == position.of(from) + 1) {
      position = position.with(from, number);
      contiguousFrom.putIfAbsent(from, number + 1);
    }
  }

  private boolean isKnown(String from) {
    return contiguousFrom.get(from) != null; // and with it this node is not silent
  }

  private void missed(String from, long goesOnWith) {
    contiguousFrom.put(from, goesOnWith);
    append(
        new Event.Reset(clock.instant(), "events of " + from + " did not come"),
        from,
        goesOnWith - 1);
  }

  private void append(Event event, String from, long number) {
    position = position.with(from, number);
    Entry old = ring[slot(next)];
    if (old != null) {
      gone.put(old.from, old.number);
    }
    ring[slot(next)] = new Entry(event, from, number, position);
    next++;
  }

  private int slot(long index) {
    return (int) (index % ring.length);
  }

  private void forgetSilent() {
    while (contiguousFrom.size() > MAX_NODES) {
      String silent =
          contiguousFrom.keySet().stream()
              .filter(name -> !name.equals(node))
              .findFirst()
              .orElseThrow();
      contiguousFrom.remove(silent);
      gone.remove(silent);
      position = position.without(silent);
    }
  }

  private void tell() {
    listeners.forEach(Runnable::run);
  }

  /** How far this log goes. */
  public synchronized End end() {
    return new End(next, position);
  }

  /** Whether the event of this index, or the next to come, can still be read. */
  public synchronized boolean has(long index) {
    return index >= first();
  }

  /** The kept events from this index on, in order, so many at most. */
  public synchronized List<Entry> from(long index, int atMost) {
    long begin = Math.max(index, first());
    long until = Math.min(next, begin + atMost);
    List<Entry> entries = new ArrayList<>((int) (until - begin));
    for (long i = begin; i < until; i++) {
      Entry entry = ring[slot(i)];
      if (entry != null) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private long first() {
    return Math.max(0, next - ring.length);
  }

  /**
   * The index from which somebody reads on who has read so far. What he has read already may come
   * again and is to be left out. Empty when something he has not read is gone, or was never here.
   */
  public synchronized OptionalLong after(Position read) {
    boolean strange =
        read.parts().keySet().stream().anyMatch(name -> !contiguousFrom.containsKey(name))
            || read.of(node) > position.of(node);
    boolean missed =
        contiguousFrom.entrySet().stream()
                .anyMatch(from -> read.of(from.getKey()) + 1 < from.getValue())
            || gone.entrySet().stream().anyMatch(last -> read.of(last.getKey()) < last.getValue());
    return strange || missed ? OptionalLong.empty() : OptionalLong.of(first());
  }

  /**
   * How far a log goes.
   *
   * @param index of the next event to come
   * @param position of somebody who has read everything
   */
  public record End(long index, Position position) {}

  /** An event in its place. */
  public static final class Entry {

    private final Event event;
    private final String from;
    private final long number;
    private final Position position;
    private volatile @Nullable JsonText json;

    private Entry(Event event, String from, long number, Position position) {
      this.event = event;
      this.from = from;
      this.number = number;
      this.position = position;
    }

    /** What happened. */
    public Event event() {
      return event;
    }

    /** How far somebody is who has read it and all before it. */
    public Position position() {
      return position;
    }

    /** The event as JSON, written once for all who read it. */
    public JsonText json() {
      JsonText known = json;
      if (known == null) {
        known = event.json();
        json = known;
      }
      return known;
    }

    /** Whether somebody who is so far has read this one. */
    public boolean isIn(Position read) {
      return number <= read.of(from);
    }
  }
}
