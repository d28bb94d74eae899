package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.TaskOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tasks that anybody may claim once they are due. Guarded by its store's lock. */
final class DueTasks {

  private record Entry(Instant due, KeptTask task) {}

  private static final Comparator<Entry> BY_TIME =
      Comparator.comparing(Entry::due).thenComparing(Entry::task);

  private final List<NavigableSet<Entry>> byPriority = new ArrayList<>();

  DueTasks() {
    for (int priority = 0; priority <= TaskOptions.LAST_PRIORITY; priority++) {
      byPriority.add(new TreeSet<>(BY_TIME));
    }
  }

  /** To be called after each change of a task, with what {@code claimableAt} was before. */
  void changed(KeptTask task, @Nullable Instant before) {
    Instant after = task.claimableAt();
    NavigableSet<Entry> entries = byPriority.get(task.record().spec().options().priority());
    if (before != null) {
      entries.remove(new Entry(before, task));
    }
    if (after != null) {
      entries.add(new Entry(after, task));
    }
  }

  /** The first that are due, by priority, then by time. */
  List<KeptTask> due(Instant now, int most) {
    List<KeptTask> due = new ArrayList<>();
    for (NavigableSet<Entry> entries : byPriority) {
      for (Entry entry : entries) {
        if (due.size() == most || entry.due().isAfter(now)) {
          break;
        }
        due.add(entry.task());
      }
    }
    return due;
  }

  /** When the next one is due, or null when none is waiting. */
  @Nullable Instant next() {
    Instant next = null;
    for (NavigableSet<Entry> entries : byPriority) {
      if (!entries.isEmpty() && (next == null || entries.first().due().isBefore(next))) {
        next = entries.first().due();
      }
    }
    return next;
  }
}
