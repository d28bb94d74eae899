package ai.fullpotential.orchestrator.registry;

/** Hears of what changes in the mesh, on whatever thread noticed it. Must be quick and must not throw. */
public interface MeshListener {

  /** The Registry lists a droplet that it did not list before. */
  default void added(String droplet, String url) {}

  /** The Registry gives another address for a droplet. */
  default void moved(String droplet, String url) {}

  /** The Registry lists a droplet no more. */
  default void removed(String droplet) {}

  /** A droplet answers that did not, or does not any more. */
  default void reachable(String droplet, boolean isReachable) {}

  /**
   * The list of droplets has another standing.
   *
   * @param reason why, or empty
   */
  default void standing(CacheStatus status, String reason) {}
}
