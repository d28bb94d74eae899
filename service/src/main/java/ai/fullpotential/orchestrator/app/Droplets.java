package ai.fullpotential.orchestrator.app;

import ai.fullpotential.orchestrator.api.DropletDetail;
import ai.fullpotential.orchestrator.api.DropletLookup;
import ai.fullpotential.orchestrator.api.DropletResource;
import ai.fullpotential.orchestrator.api.HeartbeatResource;
import ai.fullpotential.orchestrator.dispatch.Heartbeats;
import ai.fullpotential.orchestrator.metrics.Metrics;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.store.OpenStore;
import ai.fullpotential.orchestrator.time.Loop;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.util.List;
import java.util.stream.Stream;

/** What is told of droplets, and what they tell of themselves. */
final class Droplets {

  private final Heartbeats heartbeats;
  private final Loop loop;
  private final List<Route> routes;

  Droplets(Mesh mesh, OpenStore store, Tasks tasks, Metrics metrics, Loops loops, SystemTime time) {
    heartbeats =
        new Heartbeats(
            mesh.reachability,
            store.documents(),
            store.channel().isPresent(),
            tasks.lease.node(),
            time,
            loops.blocking());
    loop = loops.next();
    DropletLookup lookup = new DropletLookup(mesh.directory, mesh.sync::refreshForUnknown);
    routes =
        Stream.of(
                new DropletResource(mesh.directory, mesh.reachability, mesh.sync, tasks.gates)
                    .routes(),
                new DropletDetail(
                        lookup, mesh.reachability, heartbeats, metrics, tasks.policies, tasks.gates)
                    .routes(),
                new HeartbeatResource(lookup, heartbeats, mesh.reachability.heartbeatTimeout())
                    .routes())
            .flatMap(List::stream)
            .toList();
  }

  List<Route> routes() {
    return routes;
  }

  void start() {
    heartbeats.start(loop);
  }
}
