package ai.fullpotential.orchestrator.app;

import ai.fullpotential.orchestrator.api.EventResource;
import ai.fullpotential.orchestrator.event.EventLog;
import ai.fullpotential.orchestrator.event.MeshEvents;
import ai.fullpotential.orchestrator.event.TaskEvents;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.registry.MeshListener;
import ai.fullpotential.orchestrator.task.TaskListener;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.util.List;

/** All that tells what happens. */
final class Events {

  final TaskListener tasks;
  final MeshListener mesh;
  private final EventResource resource;

  Events(String node, int kept, SystemTime time) {
    EventLog log = new EventLog(node, kept, time);
    tasks = new TaskEvents(log, time);
    mesh = new MeshEvents(log, time);
    resource = new EventResource(log, time, () -> {});
  }

  List<Route> routes() {
    return resource.routes();
  }
}
