package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.flow.Gates;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.registry.Droplet;
import ai.fullpotential.orchestrator.registry.Reachability;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A droplet in the list of all (contract A1); what version 1.1 has not comes last. */
record DropletEntry(
    JsonText id,
    String name,
    String url,
    String version,
    String endpoint,
    @Nullable String status,
    @Nullable String steward,
    JsonText metadata,
    List<String> capabilities,
    boolean reachable,
    @Nullable BigDecimal lastHeartbeatAt,
    @Nullable String breaker) {

  static DropletEntry of(Droplet droplet, Reachability reachability, Gates gates) {
    String url = droplet.url().toString();
    return new DropletEntry(
        droplet.id(),
        droplet.name(),
        url,
        droplet.version(),
        url,
        droplet.status(),
        droplet.steward(),
        droplet.metadata(),
        droplet.capabilities(),
        reachability.reachable(droplet.name()),
        reachability
            .sightings(droplet.name())
            .lastHeartbeat()
            .map(beat -> Json.epochSeconds(beat.at()))
            .orElse(null),
        BreakerWord.of(droplet.name(), gates));
  }
}
