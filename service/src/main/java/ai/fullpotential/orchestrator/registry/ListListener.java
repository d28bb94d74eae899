package ai.fullpotential.orchestrator.registry;

/** Hears of every list that the Registry gives, after the directory has it, and of its standing. */
@FunctionalInterface
public interface ListListener {

  /** Must not block: whoever waits for the sync waits for this too. */
  void listed(DropletList list);

  /**
   * The list has another standing.
   *
   * @param reason why, or empty
   */
  default void standing(CacheStatus status, String reason) {}
}
