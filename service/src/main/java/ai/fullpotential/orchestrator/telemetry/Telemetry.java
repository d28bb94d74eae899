package ai.fullpotential.orchestrator.telemetry;

import ai.fullpotential.orchestrator.task.TaskListener;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.function.Supplier;

/** Sends what happens by OTLP, or nothing. */
public interface Telemetry extends AutoCloseable {

  /** Makes the spans of each task that has ended. */
  TaskListener tasks();

  /** Sends these metrics every now and then from now on; reading them may take a while. */
  void send(Supplier<MetricSnapshots> metrics);

  /** Sends what is still here, for two seconds at most. */
  @Override
  void close();

  /**
   * As it is set.
   *
   * @param node the name of this process among its peers
   * @param startedAt since when the metrics count
   */
  static Telemetry of(TelemetrySettings settings, String node, Instant startedAt) {
    return settings
        .endpoint()
        .<Telemetry>map(endpoint -> new OtlpTelemetry(endpoint, settings, node, startedAt))
        .orElseGet(NoTelemetry::new);
  }
}
