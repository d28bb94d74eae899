package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskState.Finished;
import org.jspecify.annotations.Nullable;

/** About how much memory a record takes: what callers and droplets wrote, and the objects around. */
final class TaskSize {

  private static final int RECORD_BYTES = 1024;
  private static final int ATTEMPT_BYTES = 256;

  private TaskSize() {}

  static long of(Task task) {
    return RECORD_BYTES
        + task.attempts().size() * (long) (ATTEMPT_BYTES + task.spec().path().value().length())
        + of(task.spec().payload())
        + of(task.spec().meta())
        + task.finished().map(Finished::responseBody).map(TaskSize::of).orElse(0L);
  }

  private static long of(@Nullable JsonText text) {
    return text == null ? 0 : text.size();
  }
}
