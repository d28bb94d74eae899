package ai.fullpotential.orchestrator.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of each change in the list's standing once. Safe for any thread. */
final class StandingLog {

  private static final Logger log = LoggerFactory.getLogger(StandingLog.class);

  private final DropletDirectory directory;
  private final List<ListListener> listeners;
  private @Nullable CacheStatus told;

  StandingLog(DropletDirectory directory, List<ListListener> listeners) {
    this.directory = directory;
    this.listeners = listeners;
  }

  /** Looks whether a list that was active has grown too old meanwhile. */
  synchronized void lookAtAge() {
    if (told == CacheStatus.ACTIVE) {
      look("the last sync was too long ago");
    }
  }

  /** Looks at the standing, and tells when it is another than before. */
  synchronized void look(String reason) {
    CacheStatus now = directory.status();
    if (now == told) {
      return;
    }
    switch (now) {
      case ACTIVE ->
          log.atInfo().addKeyValue("droplets", directory.names().size()).log("registry in sync");
      case STALE ->
          log.atWarn()
              .addKeyValue("reason", reason)
              .log("registry stale; routing with the last good list");
      case UNAVAILABLE ->
          log.atWarn()
              .addKeyValue("reason", reason)
              .log("registry unavailable, and no list of droplets known");
    }
    told = now;
    listeners.forEach(listener -> listener.standing(now, reason));
  }
}
