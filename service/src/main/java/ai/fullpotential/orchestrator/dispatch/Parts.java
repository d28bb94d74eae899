package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.flow.Gates;
import ai.fullpotential.orchestrator.invoke.DropletCaller;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.task.TaskListener;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.time.TimeSource;

/**
 * What a walk works with.
 *
 * @param store where it records
 * @param directory where it finds droplets
 * @param caller what makes its attempts
 * @param followers what begins when a task ends
 * @param listener what hears of each recorded change
 * @param lease this node's right to carry tasks on
 * @param gates what lets calls through to each droplet
 * @param routing what chooses droplets
 * @param time the clocks
 */
public record Parts(
    TaskStore store,
    DropletDirectory directory,
    DropletCaller caller,
    Followers followers,
    TaskListener listener,
    NodeLease lease,
    Gates gates,
    Routing routing,
    TimeSource time) {}
