package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.Task;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many asynchronous tasks of one droplet are carried on at once on this node: at most half of all
 * places, so that a droplet that hangs cannot hold up the tasks of all others. Safe for any thread.
 */
public final class Places {

  private final int most;
  private final Map<String, Integer> taken = new ConcurrentHashMap<>();

  /**
   * All free.
   *
   * @param all how many asynchronous tasks may be carried on at once
   */
  public Places(int all) {
    this.most = Math.max(1, all / 2);
  }

  /** What one walk has of the places: nothing yet. */
  Place none() {
    return new Place();
  }

  /** The place of one walk. Confined to its loop. */
  final class Place {

    private @Nullable String droplet;

    private Place() {}

    /**
     * Takes a place for the task, if it has none and needs one: callers that wait are let in by a bound of
     * their own.
     *
     * @return false when the droplet has as many as it may
     */
    boolean takeFor(Task task) {
      if (droplet == null && task.spec().options().asynchronous()) {
        String name = task.spec().dropletName().toLowerCase(Locale.ROOT);
        if (!take(name)) {
          return false;
        }
        droplet = name;
      }
      return true;
    }

    void giveBack() {
      if (droplet != null) {
        taken.computeIfPresent(droplet, (_, count) -> count == 1 ? null : count - 1);
        droplet = null;
      }
    }
  }

  private boolean take(String droplet) {
    boolean[] had = new boolean[1];
    taken.compute(
        droplet,
        (_, count) -> {
          int before = count == null ? 0 : count;
          had[0] = before < most;
          return had[0] ? before + 1 : before;
        });
    return had[0];
  }
}
