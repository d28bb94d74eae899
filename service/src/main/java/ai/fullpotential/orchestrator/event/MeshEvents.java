package ai.fullpotential.orchestrator.event;

import ai.fullpotential.orchestrator.registry.CacheStatus;
import ai.fullpotential.orchestrator.registry.MeshListener;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Makes an event of each change in the mesh. */
public final class MeshEvents implements MeshListener {

  private final EventLog events;
  private final InstantSource clock;

  /** Puts them into this log. */
  public MeshEvents(EventLog events, InstantSource clock) {
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void added(String droplet, String url) {
    tell(EventType.DROPLET_ADDED, droplet, url);
  }

  @Override
  public void moved(String droplet, String url) {
    tell(EventType.DROPLET_MOVED, droplet, url);
  }

  @Override
  public void removed(String droplet) {
    tell(EventType.DROPLET_REMOVED, droplet, null);
  }

  @Override
  public void reachable(String droplet, boolean isReachable) {
    tell(isReachable ? EventType.DROPLET_REACHABLE : EventType.DROPLET_UNREACHABLE, droplet, null);
  }

  /** A breaker has opened or closed at this node. */
  public void breaker(String droplet, boolean isOpen) {
    tell(isOpen ? EventType.BREAKER_OPENED : EventType.BREAKER_CLOSED, droplet, null);
  }

  @Override
  public void standing(CacheStatus status, String reason) {
    EventType type =
        switch (status) {
          case ACTIVE -> EventType.REGISTRY_ACTIVE;
          case STALE, UNAVAILABLE -> EventType.REGISTRY_STALE;
        };
    events.add(
        new Event.RegistryChanged(
            type, events.node(), clock.instant(), reason.isEmpty() ? null : reason));
  }

  private void tell(EventType type, String droplet, @Nullable String endpoint) {
    events.add(new Event.DropletChanged(type, events.node(), clock.instant(), droplet, endpoint));
  }
}
