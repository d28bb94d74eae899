package ai.fullpotential.orchestrator.simulation;

import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Simulated time: one queue of events on one thread. What is to happen at one moment happens in an
 * order drawn from the seed, as is every delay; so a seed is a whole history, and happens again each
 * time it is given.
 */
final class World implements TimeSource {

  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Comparator<Event> ORDER =
      Comparator.comparingLong(Event::at)
          .thenComparingLong(Event::tie)
          .thenComparingLong(Event::number);

  final SplittableRandom random;
  final @Nullable List<String> trace;
  private final PriorityQueue<Event> events = new PriorityQueue<>(ORDER);
  private final List<String> violations = new ArrayList<>();
  private long now;
  private long numbers;
  private @Nullable SimLoop current;

  private record Event(
      long at,
      long tie,
      long number,
      @Nullable Machine on,
      @Nullable SimLoop loop,
      Runnable action) {}

  World(long seed, boolean traced) {
    random = new SplittableRandom(seed);
    trace = traced ? new ArrayList<>() : null;
  }

  @Override
  public Instant instant() {
    return START.plusNanos(now);
  }

  @Override
  public long nanos() {
    return now;
  }

  /** The same clocks, the wall's so far ahead. */
  TimeSource ahead(Duration by) {
    World self = this;
    return new TimeSource() {
      @Override
      public Instant instant() {
        return self.instant().plus(by);
      }

      @Override
      public long nanos() {
        return self.nanos();
      }
    };
  }

  /** The time since the beginning. */
  Duration elapsed() {
    return Duration.ofNanos(now);
  }

  /** The loop whose action runs at this moment, if one does. */
  @Nullable SimLoop current() {
    return current;
  }

  /** Happens whatever becomes of the machines. */
  void after(Duration delay, Runnable action) {
    after(delay, null, action);
  }

  /** Happens on this machine, on a thread that is no loop's; not at all once it has died. */
  void after(Duration delay, @Nullable Machine on, Runnable action) {
    schedule(now + Math.max(0, delay.toNanos()), on, null, action);
  }

  void schedule(long at, @Nullable Machine on, @Nullable SimLoop loop, Runnable action) {
    events.add(new Event(at, random.nextInt(4), numbers++, on, loop, action));
  }

  /** Lets events happen until then, until there is cause to stop, or until a rule is broken. */
  void run(Duration until, BooleanSupplier stop) {
    while (violations.isEmpty() && !stop.getAsBoolean()) {
      Event next = events.peek();
      if (next == null || next.at() > until.toNanos()) {
        now = Math.max(now, until.toNanos());
        return;
      }
      happen(events.remove());
    }
  }

  private void happen(Event event) {
    now = Math.max(now, event.at());
    Machine on = event.on();
    if (on != null && on.isDead()) {
      return;
    }
    if (on != null && on.isHeld(now)) {
      events.add(
          new Event(on.nextAfterHold(), 0, event.number(), on, event.loop(), event.action()));
      return;
    }
    current = event.loop();
    try {
      event.action().run();
    } catch (RuntimeException | Error bug) {
      violation("thrown on a thread: " + bug);
    } finally {
      current = null;
    }
  }

  /** From 0 to this long, mostly short. */
  Duration upTo(Duration most) {
    long nanos = most.toNanos();
    return Duration.ofNanos(
        random.nextInt(4) == 0 ? random.nextLong(nanos + 1) : random.nextLong(nanos / 16 + 1));
  }

  Duration between(Duration least, Duration most) {
    return Duration.ofNanos(random.nextLong(least.toNanos(), most.toNanos() + 1));
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  void violation(String what) {
    note("VIOLATION " + what);
    violations.add(elapsed() + " " + what);
  }

  List<String> violations() {
    return violations;
  }

  /** A line of the trace, when there is one. */
  void note(String line) {
    if (trace != null) {
      trace.add("%10.6f %s".formatted(now / 1e9, line));
    }
  }
}
