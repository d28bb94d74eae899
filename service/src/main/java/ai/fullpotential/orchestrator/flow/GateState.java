package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.policy.Breaker;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import org.jspecify.annotations.Nullable;

/**
 * How a gate stands on this node.
 *
 * @param policy what holds for its droplet
 * @param breaker how its breaker stands, or null when it has none
 * @param openByCluster whether the breaker is open because other nodes' are
 * @param calls how many calls are under way
 * @param waiting how many tasks wait before it in memory
 * @param retriesLeft how many retries its budget allows now
 */
public record GateState(
    DropletPolicy policy,
    Breaker.@Nullable State breaker,
    boolean openByCluster,
    int calls,
    int waiting,
    int retriesLeft) {}
