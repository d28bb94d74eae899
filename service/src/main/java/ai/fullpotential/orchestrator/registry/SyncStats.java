package ai.fullpotential.orchestrator.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * How the syncs of this process went.
 *
 * @param total those that have ended
 * @param success of these, those that brought a list
 * @param error of these, the others
 * @param lastSync when the last one that brought a list ended; empty until the first
 * @param lastDurationMs how long the last one took, whatever came of it; 0 until the first
 */
public record SyncStats(
    long total, long success, long error, Optional<Instant> lastSync, long lastDurationMs) {

  /** Before the first sync. */
  static final SyncStats NONE = new SyncStats(0, 0, 0, Optional.empty(), 0);

  SyncStats afterSuccess(Instant at, long tookMs) {
    return new SyncStats(total + 1, success + 1, error, Optional.of(at), tookMs);
  }

  SyncStats afterError(long tookMs) {
    return new SyncStats(total + 1, success, error + 1, lastSync, tookMs);
  }
}
