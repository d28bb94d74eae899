package ai.fullpotential.orchestrator.store;

import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tasks that wait before the gate of their droplet. Guarded by its store's lock. */
final class GateTasks {

  private static final Comparator<KeptTask> ORDER =
      Comparator.<KeptTask>comparingInt(kept -> kept.record().spec().options().priority())
          .thenComparing(Comparator.naturalOrder());

  private final SortedMap<String, NavigableSet<KeptTask>> byDroplet = new TreeMap<>();

  /** To be called after each change of a task, with what {@code isAtGate} was before. */
  void changed(KeptTask task, boolean before) {
    boolean after = task.isAtGate();
    if (before && !after) {
      NavigableSet<KeptTask> waiting = byDroplet.get(task.dropletKey());
      if (waiting != null && waiting.remove(task) && waiting.isEmpty()) {
        byDroplet.remove(task.dropletKey());
      }
    } else if (after && !before) {
      byDroplet.computeIfAbsent(task.dropletKey(), _ -> new TreeSet<>(ORDER)).add(task);
    }
  }

  /** The first before this gate, by priority, then by age. */
  List<KeptTask> first(String dropletKey, int most) {
    NavigableSet<KeptTask> waiting = byDroplet.get(dropletKey);
    return waiting == null ? List.of() : waiting.stream().limit(most).toList();
  }

  /** The droplets before whose gates there are any. */
  List<String> droplets() {
    return List.copyOf(byDroplet.keySet());
  }
}
