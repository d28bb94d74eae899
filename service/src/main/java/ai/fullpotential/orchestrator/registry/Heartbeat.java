package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.json.JsonText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a droplet has told of itself.
 *
 * @param at when it came, by this node's clock
 * @param status the droplet's own word for its state, or null
 * @param metrics an object, or JSON null; null when another node took it and keeps them
 * @param node which node took it
 */
public record Heartbeat(
    Instant at, @Nullable String status, @Nullable JsonText metrics, String node) {}
