package ai.fullpotential.orchestrator.telemetry;

import ai.fullpotential.orchestrator.task.TaskListener;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.function.Supplier;

/** Sends what happens by OTLP, or nothing. */
public interface Telemetry extends AutoCloseable {

  /** Makes the spans of each task that has ended. */
  TaskListener tasks();

  /** Sends what is still here, for two seconds at most. */
  @Override
  void close();

  /**
   * As it is set.
   *
   * @param node the name of this process among its peers
   * @param startedAt since when the metrics count
   * @param metrics all there are; may take a while
   */
  static Telemetry of(
      TelemetrySettings settings,
      String node,
      Instant startedAt,
      Supplier<MetricSnapshots> metrics) {
    return settings
        .endpoint()
        .<Telemetry>map(endpoint -> new OtlpTelemetry(endpoint, settings, node, startedAt, metrics))
        .orElseGet(NoTelemetry::new);
  }
}
