package ai.fullpotential.orchestrator.telemetry;

import ai.fullpotential.orchestrator.task.Attempt;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskListener;
import ai.fullpotential.orchestrator.task.TaskState.Finished;
import ai.fullpotential.orchestrator.task.TaskTrace;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The spans of each task when it has ended: one for all of it, and below that one for each attempt,
 * whichever node made it. The record has all that they say.
 */
final class TaskSpans implements TaskListener {

  /** A task with a thousand attempts must not push all others out of the queue. */
  private static final int MOST_ATTEMPTS = 100;

  private final Sampling sampling;
  private final Resource resource;
  private final Consumer<ReadableSpan> out;

  TaskSpans(Sampling sampling, Resource resource, Consumer<ReadableSpan> out) {
    this.sampling = sampling;
    this.resource = resource;
    this.out = out;
  }

  @Override
  public void changed(Task task) {
    if (task.state() instanceof Finished end && sampling.takes(task)) {
      String traceId = TaskTrace.traceId(task);
      SpanContext self = context(traceId, TaskTrace.spanId(task));
      out.accept(
          new FinishedSpan(
              "task " + task.spec().droplet().orElse(String.valueOf(task.spec().capability())),
              self,
              parent(traceId, TaskTrace.parentId(task)),
              new FinishedSpan.Times(task.createdAt(), end.at()),
              SpanFacts.of(task, end),
              resource));
      List<Attempt> attempts = task.attempts();
      attempts
          .subList(Math.max(0, attempts.size() - MOST_ATTEMPTS), attempts.size())
          .forEach(attempt -> attempt(task, attempt, self));
    }
  }

  private void attempt(Task task, Attempt attempt, SpanContext parent) {
    Attempt.End end = attempt.end();
    if (end != null) {
      out.accept(
          new FinishedSpan(
              task.spec().method().name(),
              context(parent.getTraceId(), TaskTrace.spanId(task, attempt.number())),
              parent,
              new FinishedSpan.Times(attempt.startedAt(), end.at()),
              SpanFacts.of(task, attempt, end),
              resource));
    }
  }

  private static SpanContext context(String traceId, String spanId) {
    return SpanContext.create(traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
  }

  private static SpanContext parent(String traceId, @Nullable String spanId) {
    return spanId == null
        ? SpanContext.getInvalid()
        : SpanContext.createFromRemoteParent(
            traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
  }
}
