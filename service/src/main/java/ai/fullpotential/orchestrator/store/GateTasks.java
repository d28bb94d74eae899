package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.GateLine;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tasks that wait before the gate of their droplet. Guarded by its store's lock. */
final class GateTasks {

  private static final Comparator<KeptTask> ORDER =
      Comparator.<KeptTask>comparingInt(kept -> kept.record().spec().options().priority())
          .thenComparing(Comparator.naturalOrder());

  private final SortedMap<Place, NavigableSet<KeptTask>> lines = new TreeMap<>();

  private record Place(String droplet, GateLine line) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byDroplet = droplet.compareTo(other.droplet);
      return byDroplet != 0 ? byDroplet : line.compareTo(other.line);
    }
  }

  /** To be called after each change of a task, with what its {@code line} was before. */
  void changed(KeptTask task, @Nullable GateLine before) {
    GateLine after = task.line();
    if (before == after) {
      return;
    }
    if (before != null) {
      Place left = new Place(task.dropletKey(), before);
      NavigableSet<KeptTask> waiting = lines.get(left);
      if (waiting != null && waiting.remove(task) && waiting.isEmpty()) {
        lines.remove(left);
      }
    }
    if (after != null) {
      lines
          .computeIfAbsent(new Place(task.dropletKey(), after), _ -> new TreeSet<>(ORDER))
          .add(task);
    }
  }

  /** The first in this line, by priority, then by age. */
  List<KeptTask> first(String dropletKey, GateLine line, int most) {
    NavigableSet<KeptTask> waiting = lines.get(new Place(dropletKey, line));
    return waiting == null ? List.of() : waiting.stream().limit(most).toList();
  }

  /** The droplets before whose gates there are any. */
  List<String> droplets() {
    return lines.keySet().stream().map(Place::droplet).distinct().toList();
  }
}
