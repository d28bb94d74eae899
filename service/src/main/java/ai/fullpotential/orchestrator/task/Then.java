package ai.fullpotential.orchestrator.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What starts when a task has succeeded.
 *
 * @param tasks those that start at once, each on its own
 * @param join what starts when all of them have succeeded too, or null
 */
public record Then(List<FollowUp> tasks, @Nullable Then join) {

  /** Nothing. */
  public static final Then NOTHING = new Then(List.of(), null);

  /** Rejects a join of nothing. */
  public Then {
    tasks = List.copyOf(tasks);
    if (tasks.isEmpty() && join != null) {
      throw new IllegalArgumentException("a join needs tasks to wait for");
    }
  }

  /** Whether nothing follows. */
  public boolean isEmpty() {
    return tasks.isEmpty();
  }

  /**
   * A task that follows.
   *
   * @param spec what is asked for
   * @param takesResult whether its payload is the result of what came before
   */
  public record FollowUp(TaskSpec spec, boolean takesResult) {}
}
