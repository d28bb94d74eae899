package ai.fullpotential.orchestrator.telemetry;

import ai.fullpotential.orchestrator.task.TaskListener;

/** Sends nothing. */
final class NoTelemetry implements Telemetry {

  @Override
  public TaskListener tasks() {
    return task -> {};
  }

  @Override
  public void close() {}
}
