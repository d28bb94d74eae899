package ai.fullpotential.orchestrator.task;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where an attempt goes: what the Registry's last known list says of the droplet at this moment.
 *
 * @param url the whole URL that is called
 * @param knowledge how fresh that list is
 * @param node which node of the cluster makes it
 * @param dropletName the droplet that was chosen for it, or null when the task names its droplet
 */
public record Target(
    String url, RegistryState knowledge, String node, @Nullable String dropletName) {

  /** Of a task that names its droplet. */
  public Target(String url, RegistryState knowledge, String node) {
    this(url, knowledge, node, null);
  }

  /** How fresh the list was that an attempt was routed by. */
  public enum RegistryState {
    /** The last sync succeeded, not long ago. */
    FRESH,
    /** The last sync failed, or is long ago. */
    STALE,
    /** Read from the file that an earlier process left; this one has not synced yet. */
    DISK;

    /** The word for it on the wire. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
