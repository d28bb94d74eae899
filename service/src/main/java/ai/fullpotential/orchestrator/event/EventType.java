package ai.fullpotential.orchestrator.event;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an event tells (contract B4). */
public enum EventType {
  /** A task waits for its first attempt. */
  TASK_QUEUED,
  /** An attempt at a task begins. */
  TASK_STARTED,
  /** An attempt failed, and another one will be made. */
  TASK_RETRYING,
  /** Nobody saw how an attempt ended, and somebody must say what to do. */
  TASK_HELD,
  /** A task has ended well. */
  TASK_SUCCEEDED,
  /** A task has ended in error or ran out of time. */
  TASK_FAILED,
  /** A task was cancelled. */
  TASK_CANCELLED,
  /** The Registry lists a droplet that it did not list before. */
  DROPLET_ADDED,
  /** The Registry gives another address for a droplet. */
  DROPLET_MOVED,
  /** The Registry lists a droplet no more. */
  DROPLET_REMOVED,
  /** A droplet answers again, or for the first time. */
  DROPLET_REACHABLE,
  /** A droplet that answered does not any more. */
  DROPLET_UNREACHABLE,
  /** A droplet is not called any more until somebody says so. */
  DROPLET_PAUSED,
  /** A droplet that was paused is called again. */
  DROPLET_RESUMED,
  /** What a droplet is called within was changed. */
  POLICY_CHANGED,
  /** Too many calls of a droplet failed at a node, which makes no more for a while. */
  BREAKER_OPENED,
  /** A node calls a droplet again, which has answered. */
  BREAKER_CLOSED,
  /** The Registry does not answer; the last good list is used. */
  REGISTRY_STALE,
  /** The list of droplets is as the Registry has it. */
  REGISTRY_ACTIVE,
  /** Events were missed: what they told must be read anew. */
  STREAM_RESET;

  private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '.');

  /** The word for it on the wire. */
  public String wire() {
    return wire;
  }

  /** Whether a reader may ask for it; the others reach every reader. */
  public boolean canBeAskedFor() {
    return this != STREAM_RESET;
  }

  /** The words that a reader may ask for. */
  public static List<String> words() {
    return Arrays.stream(values()).filter(EventType::canBeAskedFor).map(EventType::wire).toList();
  }

  /** The type of this word. */
  public static Optional<EventType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.wire.equals(word)).findFirst();
  }
}
