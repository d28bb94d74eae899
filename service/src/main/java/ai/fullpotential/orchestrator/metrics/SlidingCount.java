package ai.fullpotential.orchestrator.metrics;

import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what happened within the last stretch of time, in buckets of the monotonic clock: nothing
 * within the window is ever missed, and nothing is counted for longer than the window and one
 * bucket. Takes no lock.
 */
final class SlidingCount {

  private final TimeSource time;
  private final long startNanos;
  private final long bucketNanos;

  /**
   * Each holds the number of its bucket (counted from 1 at the start; 0 for never used) in the upper
   * half and the bucket's count in the lower, so that both change at once.
   */
  private final AtomicLongArray slots;

  SlidingCount(TimeSource time, Duration window, int buckets) {
    this.time = time;
    this.startNanos = time.nanos();
    this.bucketNanos = window.toNanos() / buckets;
    this.slots = new AtomicLongArray(buckets + 1);
  }

  void increment() {
    long bucket = currentBucket();
    int slot = (int) (bucket % slots.length());
    long before;
    long after;
    do {
      before = slots.get(slot);
      long held = before >>> 32;
      if (held > bucket) {
        return; // this thread stood still for a whole window: its event is past already
      }
      after = held == bucket ? before + 1 : (bucket << 32) + 1;
    } while (!slots.compareAndSet(slot, before, after));
  }

  /** How many there were within the window. */
  long sum() {
    long bucket = currentBucket();
    long sum = 0;
    for (int i = 0; i < slots.length(); i++) {
      long slot = slots.get(i);
      if (bucket - (slot >>> 32) < slots.length()) {
        sum += slot & 0xffff_ffffL;
      }
    }
    return sum;
  }

  private long currentBucket() {
    return 1 + (time.nanos() - startNanos) / bucketNanos;
  }
}
