package ai.fullpotential.orchestrator.store;

import java.util.UUID;

/**
 * When a task was accepted, as far as its id tells (RFC 9562, version 7: its first 48 bits are
 * milliseconds). While all ids of a store tell the truth, a page of tasks from some time on begins
 * there and need not be looked for.
 */
final class IdTime {

  private static final long SLACK = 1_000;

  private IdTime() {}

  /** Whether the id is off by more than passes while one process accepts a task. */
  static boolean isOdd(UUID id, long createdAtMicros) {
    long millis = id.getMostSignificantBits() >>> 16;
    return id.version() != 7 || Math.abs(millis - createdAtMicros / 1000) > SLACK;
  }

  /** Not above the id of any task that was accepted then or later. */
  static UUID lowest(long createdAtMicros) {
    return new UUID(clamp(createdAtMicros / 1000 - SLACK - 1) << 16, 0);
  }

  /** Not below the id of any task that was accepted then or earlier. */
  static UUID highest(long createdAtMicros) {
    return new UUID(clamp(createdAtMicros / 1000 + SLACK + 1) << 16 | 0xffff, -1L);
  }

  private static long clamp(long millis) {
    return Math.clamp(millis, 0, (1L << 48) - 1);
  }
}
