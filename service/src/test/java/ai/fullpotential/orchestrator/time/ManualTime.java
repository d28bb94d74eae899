package ai.fullpotential.orchestrator.time;

import java.time.Duration;
import java.time.Instant;

/** Clocks that move only when a test says so. Safe for any thread. */
public final class ManualTime implements TimeSource {

  /** Where a new one stands, unless told otherwise. */
  public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private Instant wall;
  private long nanos = 1_000_000_000_000L;

  /** Stands at {@link #START}. */
  public ManualTime() {
    this(START);
  }

  /** Stands at the given wall time. */
  public ManualTime(Instant wall) {
    this.wall = wall;
  }

  @Override
  public synchronized Instant instant() {
    return wall;
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  /** Moves both clocks on, and wakes the pauses that end by then. */
  public synchronized void advance(Duration duration) {
    wall = wall.plus(duration);
    nanos += duration.toNanos();
    notifyAll();
  }

  /** Moves the wall clock alone, either way: as an administrator or a time server does. */
  public synchronized void shiftWallClock(Duration duration) {
    wall = wall.plus(duration);
  }

  /** Waits, in real time, until a test has moved the monotonic clock so far. */
  synchronized void awaitNanos(long reading) throws InterruptedException {
    while (nanos - reading < 0) {
      wait();
    }
  }
}
