package ai.fullpotential.orchestrator.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of large answers may be on their way through at once. Without it, as many answers of
 * the largest size as there may be tasks would have to fit into the heap. Small ones do not count.
 */
final class AnswerBudget {

  /** Up to this size an answer does not count. */
  static final int FREE_BYTES = 64 * 1024;

  private final long capacity;
  private final AtomicLong taken = new AtomicLong();

  /** So many bytes, and always enough for one answer. */
  AnswerBudget(long capacity) {
    this.capacity = capacity;
  }

  /** Takes so many bytes, or as many as there are in all; 0 when they are not free now. */
  long take(long bytes) {
    long wanted = Math.min(bytes, capacity);
    long before = taken.getAndUpdate(now -> now + wanted <= capacity ? now + wanted : now);
    return before + wanted <= capacity ? wanted : 0;
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }
}
