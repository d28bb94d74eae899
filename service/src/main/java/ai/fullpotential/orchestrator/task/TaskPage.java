package ai.fullpotential.orchestrator.task;

import java.util.List;

/**
 * Some of the matching tasks.
 *
 * @param tasks newest first
 * @param total how many match in all
 */
public record TaskPage(List<Task> tasks, long total) {

  /** Copies the list. */
  public TaskPage {
    tasks = List.copyOf(tasks);
  }
}
