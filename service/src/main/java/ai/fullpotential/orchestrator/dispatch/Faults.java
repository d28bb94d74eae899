package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bugs of ours, told in the log with the task that met them. */
final class Faults {

  private static final Logger log = LoggerFactory.getLogger(Faults.class);

  private Faults() {}

  static void log(Task task, Throwable bug, String message) {
    log.atError()
        .setCause(bug)
        .addKeyValue("task_id", task.id())
        .addKeyValue("request_id", task.requestId())
        .log(message);
  }

  /** A listener's fault costs what it wanted to note, and not the task. */
  static void tell(TaskListener listener, Task task) {
    try {
      listener.changed(task);
    } catch (RuntimeException | Error bug) {
      log(task, bug, "listener failed");
    }
  }
}
