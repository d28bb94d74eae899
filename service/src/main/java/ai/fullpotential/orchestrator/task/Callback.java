package ai.fullpotential.orchestrator.task;

import java.util.Set;

/**
 * Who is told when a task ends: a droplet, by a task of its own.
 *
 * @param dropletName the droplet, as its Registry spells it
 * @param path where it is told, by POST
 * @param events the final statuses it is told of
 */
public record Callback(String dropletName, TaskPath path, Set<TaskStatus> events) {

  /** Rejects a status that is not final. */
  public Callback {
    events = Set.copyOf(events);
    if (!events.stream().allMatch(TaskStatus::isFinal)) {
      throw new IllegalArgumentException(events + " are not all final");
    }
  }
}
