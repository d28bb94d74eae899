package ai.fullpotential.orchestrator.telemetry;

import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskTrace;
import ai.fullpotential.orchestrator.trace.TraceContext.Sampled;

/**
 * Which traces are recorded. It follows from the task alone, so that all nodes, and all tasks of one
 * trace, agree.
 *
 * @param followsCaller whether a caller that decided already is followed
 * @param ratio the share of all other traces that is recorded, 0 to 1
 */
public record Sampling(boolean followsCaller, double ratio) {

  /** What holds when nothing is set. */
  public static final Sampling ALL = new Sampling(true, 1);

  private static final int HALF = 16;

  /** Rejects a ratio outside 0 to 1. */
  public Sampling {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("ratio " + ratio + " is not 0 to 1");
    }
  }

  /** Whether the trace of this task is recorded. */
  public boolean takes(Task task) {
    Sampled decided = TaskTrace.sampled(task);
    if (followsCaller && decided != Sampled.OPEN) {
      return decided == Sampled.YES;
    }
    return ratio >= 1 || (ratio > 0 && isAmong(TaskTrace.traceId(task)));
  }

  /** As OpenTelemetry's own sampler by ratio does it, so that services with one ratio agree. */
  private boolean isAmong(String traceId) {
    long chance = Math.abs(Long.parseUnsignedLong(traceId, HALF, 2 * HALF, 16));
    return chance < (long) (ratio * Long.MAX_VALUE);
  }
}
