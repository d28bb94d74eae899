package ai.fullpotential.orchestrator.logging;

import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskListener;
import ai.fullpotential.orchestrator.task.TaskState.Finished;
import ai.fullpotential.orchestrator.task.TaskTrace;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs one line for the end of each task, without its payload and the droplet's answer. */
public final class TaskLog implements TaskListener {

  private final Logger log;

  /** Logs under its own name. */
  public TaskLog() {
    this(LoggerFactory.getLogger(TaskLog.class));
  }

  TaskLog(Logger log) {
    this.log = log;
  }

  @Override
  public void changed(Task task) {
    if (!(task.state() instanceof Finished end) || !log.isInfoEnabled()) {
      return;
    }
    log.atInfo()
        .addKeyValue("request_id", task.requestId())
        .addKeyValue("trace_id", TaskTrace.traceId(task))
        .addKeyValue("task_id", task.id().value())
        .addKeyValue("droplet", task.spec().droplet().orElse(null))
        .addKeyValue("status", end.status().wire())
        .addKeyValue("attempts", task.attempts().size())
        .addKeyValue("duration_ms", Duration.between(task.createdAt(), end.at()).toMillis())
        .addKeyValue("response_status", end.responseStatus())
        .addKeyValue("error", end.errorMessage())
        .log("task");
  }
}
