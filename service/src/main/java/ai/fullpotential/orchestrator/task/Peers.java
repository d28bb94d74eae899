package ai.fullpotential.orchestrator.task;

import java.util.Set;

/** The nodes that share a store, by the store's own clock. Safe for any thread. */
@FunctionalInterface
public interface Peers {

  /** Which leases are held; one that is not is never held again. May block, and throws {@link StoreUnavailable}. */
  Standing standing();

  /**
   * The nodes at one moment.
   *
   * @param living the leases that are held
   * @param micros the time, in microseconds since the epoch
   */
  record Standing(Set<LeaseId> living, long micros) {

    /** Copies the set. */
    public Standing {
      living = Set.copyOf(living);
    }
  }
}
