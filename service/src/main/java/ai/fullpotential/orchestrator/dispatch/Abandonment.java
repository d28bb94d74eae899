package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.Step;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskListener;
import ai.fullpotential.orchestrator.task.TaskMachine;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The end of a task that this service cannot go on with by a fault of its own. */
final class Abandonment {

  private Abandonment() {}

  /**
   * Ends the task from where it was last recorded.
   *
   * @param done told once that is recorded, or cannot be
   */
  static void of(
      Task safe, Instant now, Recorder recorder, TaskListener listener, Consumer<WalkEnd> done) {
    Task task =
        TaskMachine.step(safe, new TaskEvent.Abandoned("internal error of the orchestrator"), now)
            .task();
    WalkEnd end = new WalkEnd.Ended(task, new Step.Ending.Abandoned());
    try {
      recorder.record(
          task,
          List.of(),
          result -> {
            if (result instanceof Recorder.Recorded.Safe) {
              Faults.tell(listener, task);
              done.accept(end);
            } else {
              done.accept(new WalkEnd.Gone(task.id()));
            }
          });
    } catch (RuntimeException | Error bug) {
      Faults.log(task, bug, "end of the task not recorded");
      done.accept(end);
    }
  }
}
