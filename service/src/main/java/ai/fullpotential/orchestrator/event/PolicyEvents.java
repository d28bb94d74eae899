package ai.fullpotential.orchestrator.event;

import java.time.InstantSource;

/** Makes an event of each change of a policy. Safe for any thread. */
public final class PolicyEvents {

  private final EventLog events;
  private final InstantSource clock;

  /** Puts them into this log. */
  public PolicyEvents(EventLog events, InstantSource clock) {
    this.events = events;
    this.clock = clock;
  }

  /** The policy of this name is another now, or is gone. */
  public void changed(String name) {
    tell(EventType.POLICY_CHANGED, name);
  }

  /** The droplet of this name, or under the name of the default all others, was paused or goes on. */
  public void paused(String name, boolean isPaused) {
    tell(isPaused ? EventType.DROPLET_PAUSED : EventType.DROPLET_RESUMED, name);
  }

  private void tell(EventType type, String name) {
    events.add(new Event.DropletChanged(type, events.node(), clock.instant(), name, null));
  }
}
