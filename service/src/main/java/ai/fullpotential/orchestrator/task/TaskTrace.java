package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.trace.DerivedIds;
import ai.fullpotential.orchestrator.trace.TraceContext;
import ai.fullpotential.orchestrator.trace.TraceContext.Sampled;
import org.jspecify.annotations.Nullable;

/**
 * Where a task stands in its trace. Its spans, one for itself and one for each attempt, have ids that
 * follow from the task's: every node knows them, and nothing is kept but what the caller sent.
 */
public final class TaskTrace {

  private TaskTrace() {}

  /** The trace that brought it, else one of its own. */
  public static String traceId(Task task) {
    TraceContext brought = task.origin().trace();
    return brought == null ? DerivedIds.traceId(task.id().value()) : brought.traceId();
  }

  /** The span of the whole task. */
  public static String spanId(Task task) {
    return DerivedIds.spanId(task.id().value(), 0);
  }

  /** The span of one of its attempts, which are counted from 1. */
  public static String spanId(Task task, int attempt) {
    return DerivedIds.spanId(task.id().value(), attempt);
  }

  /** The span that the task's is a child of, or null when its trace begins with it. */
  public static @Nullable String parentId(Task task) {
    TraceContext brought = task.origin().trace();
    return brought == null ? null : brought.spanId();
  }

  /** Whether its trace is recorded, as far as whoever brought it has decided. */
  public static Sampled sampled(Task task) {
    TraceContext brought = task.origin().trace();
    return brought == null ? Sampled.OPEN : brought.sampled();
  }

  /** What other tracing systems pass along with it, or null. */
  public static @Nullable String state(Task task) {
    TraceContext brought = task.origin().trace();
    return brought == null ? null : brought.state();
  }

  /** For what follows it, in the same trace. */
  public static TraceContext following(Task task) {
    return new TraceContext(traceId(task), spanId(task), sampled(task), state(task));
  }
}
