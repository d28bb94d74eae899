package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.flow.Gates;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.registry.Reachability;
import ai.fullpotential.orchestrator.registry.RegistrySync;
import ai.fullpotential.orchestrator.registry.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /droplets}: who is known, asked of the Registry first (contract A1). */
public final class DropletResource {

  private final DropletDirectory directory;
  private final Reachability reachability;
  private final RegistrySync sync;
  private final Gates gates;

  /** The resource. */
  public DropletResource(
      DropletDirectory directory, Reachability reachability, RegistrySync sync, Gates gates) {
    this.directory = directory;
    this.reachability = reachability;
    this.sync = sync;
    this.gates = gates;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(Route.quick("GET", "/droplets", Access.READ, this::list));
  }

  private void list(Exchange exchange) {
    Parameters parameters = Parameters.of(exchange);
    boolean refresh =
        parameters.word("refresh", List.of("true", "false")).map(Boolean::valueOf).orElse(true);
    if (!parameters.faults().isEmpty()) {
      Answers.invalid(exchange, parameters.faults());
    } else if (refresh) {
      sync.refresh(
          succeeded -> exchange.guarded(() -> answer(exchange, succeeded ? "registry" : "cache")));
    } else {
      answer(exchange, "cache");
    }
  }

  private void answer(Exchange exchange, String servedFrom) {
    Optional<Snapshot> snapshot = directory.snapshot();
    if (snapshot.isEmpty()) {
      exchange.fail(
          ErrorCode.REGISTRY_ERROR,
          "The Registry cannot be reached, and no list of droplets was ever known.",
          Map.of("cache_status", directory.status().wire()));
      return;
    }
    List<DropletEntry> entries =
        snapshot.get().droplets().stream()
            .map(droplet -> DropletEntry.of(droplet, reachability, gates))
            .toList();
    exchange.respond(Response.ok(new Listing(entries, directory.status().wire(), servedFrom)));
  }

  private record Listing(List<DropletEntry> droplets, String cacheStatus, String servedFrom) {}
}
