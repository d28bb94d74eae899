package ai.fullpotential.orchestrator.metrics;

import java.util.OptionalLong;

/**
 * What this node has to do, at one moment.
 *
 * @param underWay tasks that it carries on
 * @param waiting tasks in the store that wait to be due or to be claimed, of all nodes; empty when it
 *     cannot tell
 * @param storeWritable whether tasks can be recorded
 * @param leaseHeld whether this node may carry tasks on
 */
public record WorkFigures(
    int underWay, OptionalLong waiting, boolean storeWritable, boolean leaseHeld) {}
