package ai.fullpotential.orchestrator.event;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events somebody wants; an empty set of anything wants all.
 *
 * @param types what they tell
 * @param droplets whose they are, in lower case
 * @param tasks about which tasks
 * @param owner of tasks only those that this one has handed in; null is everybody's
 */
public record EventFilter(
    Set<EventType> types, Set<String> droplets, Set<String> tasks, @Nullable String owner) {

  /** Takes copies. */
  public EventFilter {
    types = Set.copyOf(types);
    droplets = Set.copyOf(droplets);
    tasks = Set.copyOf(tasks);
  }

  /** Whether this one is wanted; what was missed concerns everybody. */
  public boolean wants(Event event) {
    if (!event.type().canBeAskedFor()) {
      return true;
    }
    String droplet = event.dropletName();
    String task = event.taskId();
    return (types.isEmpty() || types.contains(event.type()))
        && (droplets.isEmpty()
            || (droplet != null && droplets.contains(droplet.toLowerCase(Locale.ROOT))))
        && (owner == null || task == null || owner.equals(event.owner()))
        && (tasks.isEmpty() || (task != null && tasks.contains(task)));
  }
}
