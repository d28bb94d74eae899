package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The writes that wait for their transaction, and those of the transaction that is open. Bounded;
 * many threads add, one takes.
 */
final class WriteQueue {

  private static final int MOST_WAITING = 100_000;
  private static final int MOST_IN_GROUP = 512;
  private static final int MOST_BYTES_IN_GROUP = 8 << 20;
  private static final String FULL = "too many writes wait for the store";

  private record Waiting(Op op, long since) {}

  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private List<Op> group = List.of();
  private long groupSince;
  private boolean idle;
  private @Nullable String closed;

  WriteQueue(TimeSource time) {
    this.time = time;
  }

  /** Adds a write at the end; if it does not, says why. */
  @Nullable String offer(Op op) {
    long now = time.nanos();
    lock.lock();
    try {
      if (closed != null) {
        return closed;
      }
      if (waiting.size() >= MOST_WAITING) {
        return FULL;
      }
      waiting.add(new Waiting(op, now));
      if (idle) {
        filled.signal();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for writes and takes as many as one transaction should have.
   *
   * @param patience how long to wait, or null for ever
   * @return none when the time is over, null when the queue is closed and empty
   */
  @Nullable List<Op> take(@Nullable Duration patience) {
    lock.lock();
    try {
      if (waiting.isEmpty() && closed == null) {
        await(patience);
      }
      if (waiting.isEmpty()) {
        return closed == null ? List.of() : null;
      }
      return takeGroup();
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // who takes looks again
  private void await(@Nullable Duration patience) {
    idle = true;
    try {
      if (patience == null) {
        filled.awaitUninterruptibly();
      } else if (patience.isPositive()) {
        filled.awaitNanos(patience.toNanos());
      }
    } catch (InterruptedException e) {
      // Only close ends the thread that takes.
    } finally {
      idle = false;
    }
  }

  private List<Op> takeGroup() {
    List<Op> taken = new ArrayList<>(Math.min(waiting.size(), MOST_IN_GROUP));
    groupSince = time.nanos();
    int bytes = 0;
    while (!waiting.isEmpty() && taken.size() < MOST_IN_GROUP && bytes < MOST_BYTES_IN_GROUP) {
      Op op = waiting.remove().op();
      bytes += op.bytes();
      taken.add(op);
    }
    group = taken;
    return taken;
  }

  /** The writes taken last are done with. */
  void groupDone() {
    lock.lock();
    try {
      group = List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Fails what has waited for so long; whether the thread that takes is stuck with what it took. */
  boolean failOlderThan(Duration age, String why) {
    List<Op> old = new ArrayList<>();
    boolean stuck;
    lock.lock();
    try {
      stuck = !group.isEmpty() && isOlder(groupSince, age);
      if (stuck) {
        old.addAll(group);
      }
      while (!waiting.isEmpty() && isOlder(waiting.element().since(), age)) {
        old.add(waiting.remove().op());
      }
    } finally {
      lock.unlock();
    }
    old.forEach(op -> op.reply().fail(why));
    return stuck;
  }

  private boolean isOlder(long since, Duration age) {
    return time.since(since).compareTo(age) > 0;
  }

  /** Takes no more; what is there can still be taken. */
  void close(String why) {
    lock.lock();
    try {
      closed = why;
      filled.signal();
    } finally {
      lock.unlock();
    }
    end.countDown();
  }

  /** Fails all that is left. */
  void failAll(String why) {
    List<Op> left = new ArrayList<>();
    lock.lock();
    try {
      left.addAll(group);
      waiting.forEach(w -> left.add(w.op()));
      waiting.clear();
    } finally {
      lock.unlock();
    }
    left.forEach(op -> op.reply().fail(why));
  }

  /** Whether it is closed, after waiting for that so long. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    return end.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }
}
