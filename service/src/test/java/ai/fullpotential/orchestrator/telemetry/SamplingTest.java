package ai.fullpotential.orchestrator.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskTrace;
import ai.fullpotential.orchestrator.task.TestTasks;
import ai.fullpotential.orchestrator.trace.TraceContext;
import ai.fullpotential.orchestrator.trace.TraceContext.Sampled;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {

  private static Task brought(Sampled sampled) {
    Task plain = TestTasks.task().accepted();
    return Task.accepted(
        plain.id(),
        Origin.caller("r", new TraceContext("a".repeat(32), "b".repeat(16), sampled, null), null),
        plain.spec(),
        plain.createdAt());
  }

  @ParameterizedTest
  @CsvSource({
    "true, 0, YES, true",
    "true, 1, NO, false",
    "true, 1, OPEN, true",
    "true, 0, OPEN, false",
    "false, 0, YES, false",
    "false, 1, NO, true"
  })
  void whoDecides(boolean followsCaller, double ratio, Sampled caller, boolean taken) {
    assertThat(new Sampling(followsCaller, ratio).takes(brought(caller))).isEqualTo(taken);
  }

  /** Other services with the same ratio must take the same traces. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.25, 0.5, 0.999, 1})
  void aRatioTakesTheTracesThatTheSdkTakes(double ratio) {
    Sampler theirs = Sampler.traceIdRatioBased(ratio);
    for (int i = 0; i < 2000; i++) {
      Task task = TestTasks.task().accepted();
      assertThat(new Sampling(true, ratio).takes(task))
          .isEqualTo(takes(theirs, TaskTrace.traceId(task)));
    }
  }

  private static boolean takes(Sampler sampler, String traceId) {
    return sampler
            .shouldSample(
                Context.root(), traceId, "x", SpanKind.CLIENT, Attributes.empty(), List.of())
            .getDecision()
        == SamplingDecision.RECORD_AND_SAMPLE;
  }

  @Test
  void aRatioOutsideIsRefused() {
    assertThatThrownBy(() -> new Sampling(true, 1.1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sampling(true, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
