package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.Heartbeats;
import ai.fullpotential.orchestrator.flow.GateState;
import ai.fullpotential.orchestrator.flow.Gates;
import ai.fullpotential.orchestrator.flow.PolicyBook;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.metrics.Metrics;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.registry.Droplet;
import ai.fullpotential.orchestrator.registry.Heartbeat;
import ai.fullpotential.orchestrator.registry.Reachability;
import ai.fullpotential.orchestrator.registry.Sightings;
import ai.fullpotential.orchestrator.registry.Sightings.Sighting;
import ai.fullpotential.orchestrator.registry.Sightings.Verdict;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /droplets/{name}}: all that is known of one droplet (contract B3). */
public final class DropletDetail {

  private final DropletLookup droplets;
  private final Reachability reachability;
  private final Heartbeats heartbeats;
  private final Metrics metrics;
  private final PolicyBook policies;
  private final Gates gates;

  /** The resource. */
  public DropletDetail(
      DropletLookup droplets,
      Reachability reachability,
      Heartbeats heartbeats,
      Metrics metrics,
      PolicyBook policies,
      Gates gates) {
    this.droplets = droplets;
    this.reachability = reachability;
    this.heartbeats = heartbeats;
    this.metrics = metrics;
    this.policies = policies;
    this.gates = gates;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(Route.blocking("GET", "/droplets/{name}", Access.READ, this::read));
  }

  private void read(Exchange exchange) {
    String name = exchange.pathParameter("name");
    Optional<Droplet> droplet = droplets.byNameOrId(name);
    if (droplet.isEmpty()) {
      droplets.missing(exchange, name);
    } else {
      Answers.fromStore(exchange, () -> exchange.respond(Response.ok(detail(droplet.get()))));
    }
  }

  private Detail detail(Droplet droplet) {
    DropletEntry entry = DropletEntry.of(droplet, reachability, gates);
    Sightings sightings = reachability.sightings(droplet.name());
    return new Detail(
        entry,
        Reached.of(sightings, reachability.verdict(droplet.name())),
        sightings.lastHeartbeat().map(beat -> beat(droplet, beat)).orElse(null),
        PolicyAnswer.both(policies, droplet.name()),
        AtGate.of(gates.state(droplet.name()).orElse(null)),
        metrics.ofDroplet(droplet.name()));
  }

  private Beat beat(Droplet droplet, Heartbeat heartbeat) {
    return new Beat(
        Json.epochSeconds(heartbeat.at()),
        heartbeat.status(),
        heartbeats.metrics(droplet.name()),
        heartbeat.node(),
        Json.epochSeconds(heartbeat.at().plus(reachability.heartbeatTimeout())));
  }

  /** The entry of the list, and what follows it. */
  private record Detail(
      @JsonUnwrapped DropletEntry entry,
      Reached reachability,
      @Nullable Beat lastHeartbeat,
      JsonText policy,
      AtGate gate,
      JsonText counters) {}

  /** What is before the droplet's gate on this node, and under way behind it. */
  private record AtGate(int calls, int waiting, @Nullable Integer retriesLeft) {
    static AtGate of(@Nullable GateState state) {
      return state == null
          ? new AtGate(0, 0, null)
          : new AtGate(state.calls(), state.waiting(), state.retriesLeft());
    }
  }

  private record Reached(
      boolean reachable,
      String because,
      @Nullable BigDecimal at,
      @Nullable Seen lastProbe,
      @Nullable Seen lastCall) {

    static Reached of(Sightings sightings, Verdict verdict) {
      return new Reached(
          verdict.reachable(),
          verdict.cause().wire(),
          epoch(verdict.at()),
          Seen.of(sightings.probe()),
          Seen.of(sightings.call()));
    }
  }

  private record Seen(BigDecimal at, boolean answered) {
    static @Nullable Seen of(@Nullable Sighting sighting) {
      return sighting == null
          ? null
          : new Seen(Json.epochSeconds(sighting.at()), sighting.answered());
    }
  }

  private record Beat(
      BigDecimal at,
      @Nullable String status,
      JsonText metrics,
      String node,
      BigDecimal nextDueBy) {}

  private static @Nullable BigDecimal epoch(@Nullable Instant at) {
    return at == null ? null : Json.epochSeconds(at);
  }
}
