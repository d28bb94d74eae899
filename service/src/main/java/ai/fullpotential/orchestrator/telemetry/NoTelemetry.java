package ai.fullpotential.orchestrator.telemetry;

import ai.fullpotential.orchestrator.task.TaskListener;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Supplier;

/** Sends nothing. */
final class NoTelemetry implements Telemetry {

  @Override
  public TaskListener tasks() {
    return task -> {};
  }

  @Override
  public void send(Supplier<MetricSnapshots> metrics) {}

  @Override
  public void close() {}
}
