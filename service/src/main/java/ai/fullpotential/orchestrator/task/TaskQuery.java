package ai.fullpotential.orchestrator.task;

import java.util.Optional;

/**
 * Which tasks to list.
 *
 * @param status only these, or all
 * @param dropletName only this droplet's, in any case of letters, or all
 * @param limit at most so many
 */
public record TaskQuery(Optional<TaskStatus> status, Optional<String> dropletName, int limit) {

  /** The most tasks that one page may have. */
  public static final int MAX_LIMIT = 1000;

  /** How many a page has when nothing is said. */
  public static final int DEFAULT_LIMIT = 100;

  /** Rejects a limit outside 1 to {@link #MAX_LIMIT}. */
  public TaskQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit " + limit + " is not within 1 to " + MAX_LIMIT);
    }
  }

  /** The newest tasks, whatever their droplet and status. */
  public static TaskQuery newest(int limit) {
    return new TaskQuery(Optional.empty(), Optional.empty(), limit);
  }
}
