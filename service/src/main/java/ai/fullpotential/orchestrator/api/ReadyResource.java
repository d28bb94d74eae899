package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.Dispatcher;
import ai.fullpotential.orchestrator.dispatch.NodeLease;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.task.TaskStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code /ready}: whether a balancer may send tasks to this node. A node that is merely full is ready: it
 * says so to each task, and taking it out would only make the others full too.
 */
public final class ReadyResource {

  private final Dispatcher dispatcher;
  private final TaskStore store;
  private final NodeLease lease;
  private final DropletDirectory directory;

  /** The resource. */
  public ReadyResource(
      Dispatcher dispatcher, TaskStore store, NodeLease lease, DropletDirectory directory) {
    this.dispatcher = dispatcher;
    this.store = store;
    this.lease = lease;
    this.directory = directory;
  }

  /** Its route. */
  public List<Route> routes() {
    return List.of(Route.quick("GET", "/ready", Access.OPEN, this::ready));
  }

  private void ready(Exchange exchange) {
    List<Lack> lacks = lacks();
    if (lacks.isEmpty()) {
      exchange.respond(Response.ok(Map.of("ready", true)));
      return;
    }
    exchange.failAndRetry(
        lacks.getFirst().code(),
        "Not ready to take tasks: "
            + String.join("; ", lacks.stream().map(Lack::message).toList())
            + ".",
        Map.of("ready", false, "missing", lacks.stream().map(Lack::name).toList()),
        "1");
  }

  /** All that is in the way, the weightiest first. */
  private List<Lack> lacks() {
    List<Lack> lacks = new ArrayList<>();
    if (dispatcher.isDraining()) {
      lacks.add(new Lack(ErrorCode.OVERLOADED, "service", "the service is stopping"));
    }
    if (!store.isWritable()) {
      lacks.add(
          new Lack(ErrorCode.STORE_UNAVAILABLE, "store", "tasks cannot be recorded at the moment"));
    }
    if (!lease.isHeld()) {
      lacks.add(
          new Lack(ErrorCode.STORE_UNAVAILABLE, "lease", "this node holds no lease on tasks"));
    }
    if (directory.isEmpty() && directory.registryFailed()) {
      lacks.add(
          new Lack(
              ErrorCode.REGISTRY_ERROR,
              "droplets",
              "no droplet is known, and the Registry cannot be reached"));
    }
    return lacks;
  }

  private record Lack(ErrorCode code, String name, String message) {}
}
