package ai.fullpotential.orchestrator.registry;

import java.time.Instant;

/** One entry of a Registry's list, once read. */
sealed interface ListedEntry {

  /**
   * An entry that names a droplet and where it is.
   *
   * @param updatedAt when the Registry last changed it; the distant past when it does not say
   */
  record Usable(Droplet droplet, Instant updatedAt) implements ListedEntry {}

  /**
   * An entry that cannot be routed to.
   *
   * @param why which entry it is and what is wrong with it, fit for a log
   */
  record Faulty(String why) implements ListedEntry {}
}
