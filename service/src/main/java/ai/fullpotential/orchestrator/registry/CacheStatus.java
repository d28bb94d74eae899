package ai.fullpotential.orchestrator.registry;

import java.util.Locale;

/** How good the known list of droplets is. */
public enum CacheStatus {
  /** The last sync succeeded, and not long ago. */
  ACTIVE,
  /** Droplets are known, but from longer ago, or the last sync failed. */
  STALE,
  /** No list was ever known. */
  UNAVAILABLE;

  /** The word for it on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
