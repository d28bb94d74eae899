package ai.fullpotential.orchestrator.metrics;

import ai.fullpotential.orchestrator.task.TaskStatus;
import java.util.concurrent.atomic.LongAdder;

/** Counts finished tasks, of all droplets or of one. */
final class TaskTally {

  private final LongAdder success = new LongAdder();
  private final LongAdder error = new LongAdder();
  private final LongAdder timeout = new LongAdder();
  private final LongAdder cancelled = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder succeededAfterRetry = new LongAdder();
  private final LongAdder failedAfterRetry = new LongAdder();
  private final ResponseTimeRecorder times = new ResponseTimeRecorder();

  void count(TaskStatus end, int retriesMade, long micros) {
    switch (end) {
      case SUCCESS -> success.increment();
      case ERROR -> error.increment();
      case TIMEOUT -> timeout.increment();
      case CANCELLED -> cancelled.increment();
      case QUEUED, RUNNING, HELD -> throw new IllegalArgumentException(end + " is not an end");
    }
    if (retriesMade > 0) {
      retries.add(retriesMade);
      (end == TaskStatus.SUCCESS ? succeededAfterRetry : failedAfterRetry).increment();
    }
    times.record(micros);
  }

  TaskFigures figures() {
    return new TaskFigures(
        success.sum(),
        error.sum(),
        timeout.sum(),
        cancelled.sum(),
        retries.sum(),
        succeededAfterRetry.sum(),
        failedAfterRetry.sum(),
        times.times());
  }
}
