package ai.fullpotential.orchestrator.app;

import ai.fullpotential.orchestrator.metrics.Metrics;
import ai.fullpotential.orchestrator.metrics.ProcessState;
import ai.fullpotential.orchestrator.metrics.RegistryFigures;
import ai.fullpotential.orchestrator.metrics.ServiceMetrics;
import ai.fullpotential.orchestrator.metrics.TaskMetrics;
import ai.fullpotential.orchestrator.time.TimeSource;

/**
 * All that is measured.
 *
 * @param process the process itself
 * @param requests to this service
 * @param tasks that have ended
 */
record Measures(ProcessState process, ServiceMetrics requests, TaskMetrics tasks) {

  Measures(TimeSource time) {
    this(new ProcessState(time), new ServiceMetrics(time), new TaskMetrics());
  }

  Metrics metrics(String version, Mesh mesh) {
    return new Metrics(
        version,
        tasks,
        requests,
        process,
        () -> RegistryFigures.of(mesh.sync.stats(), mesh.directory, mesh.reachability));
  }
}
