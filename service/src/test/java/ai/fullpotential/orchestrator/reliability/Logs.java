package ai.fullpotential.orchestrator.reliability;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The logs of a run, side by side.
 *
 * @param told what callers were told
 * @param seen what the droplet saw
 * @param kept what the store holds, by id
 * @param faults when the service was killed or stopped
 */
record Logs(
    List<Told> told, List<SeenDroplet.Call> seen, Map<String, Kept> kept, List<Instant> faults) {}
