package ai.fullpotential.orchestrator.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the matching tasks.
 *
 * @param tasks newest first
 * @param total how many match in all; of filters other than status and droplet, at most {@link
 *     #COUNTED}
 * @param exact whether the total is all, and not only as far as was counted
 * @param next where the next page begins, or null when this is the last
 */
public record TaskPage(List<Task> tasks, long total, boolean exact, @Nullable TaskId next) {

  /** How far matches are counted when counting all would take longer the more there are. */
  public static final int COUNTED = 10_000;

  /** Copies the list. */
  public TaskPage {
    tasks = List.copyOf(tasks);
  }
}
