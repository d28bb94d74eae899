package ai.fullpotential.orchestrator.app;

import ai.fullpotential.orchestrator.metrics.Metrics;
import ai.fullpotential.orchestrator.metrics.ProcessState;
import ai.fullpotential.orchestrator.metrics.RegistryFigures;
import ai.fullpotential.orchestrator.metrics.ServiceMetrics;
import ai.fullpotential.orchestrator.metrics.TaskMetrics;
import ai.fullpotential.orchestrator.metrics.WorkFigures;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that is measured.
 *
 * @param process the process itself
 * @param requests to this service
 * @param tasks that have ended
 */
record Measures(ProcessState process, ServiceMetrics requests, TaskMetrics tasks) {

  private static final TaskQuery QUEUED =
      new TaskQuery(Optional.of(TaskStatus.QUEUED), Optional.empty(), 1);

  Measures(TimeSource time) {
    this(new ProcessState(time), new ServiceMetrics(time), new TaskMetrics());
  }

  Metrics metrics(String version, Mesh mesh, Tasks work) {
    return new Metrics(
        version,
        tasks,
        requests,
        process,
        () -> RegistryFigures.of(mesh.sync.stats(), mesh.directory, mesh.reachability),
        () -> figures(work));
  }

  private static WorkFigures figures(Tasks work) {
    boolean writable = work.store.isWritable();
    return new WorkFigures(
        work.dispatcher.underWay(),
        writable ? waiting(work.store) : OptionalLong.empty(),
        writable,
        work.lease.isHeld());
  }

  private static OptionalLong waiting(TaskStore store) {
    try {
      return OptionalLong.of(store.list(QUEUED).total());
    } catch (StoreUnavailable e) {
      return OptionalLong.empty();
    }
  }
}
