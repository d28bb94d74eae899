package ai.fullpotential.orchestrator.task;

/**
 * Hears of every change of every task, after it was recorded. Called on the task's loop: must be
 * quick, must not block, must not throw.
 */
@FunctionalInterface
public interface TaskListener {

  /** The task is now recorded like this. */
  void changed(Task task);
}
