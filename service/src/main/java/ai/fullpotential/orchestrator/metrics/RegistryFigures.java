package ai.fullpotential.orchestrator.metrics;

import ai.fullpotential.orchestrator.registry.CacheStatus;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.registry.Reachability;
import ai.fullpotential.orchestrator.registry.SyncStats;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the Registry and its droplets, at one moment.
 *
 * @param syncs how the syncs went
 * @param cacheStatus how good the list is
 * @param cacheAge how old the list is, or null while there is none
 * @param dropletsKnown how many droplets it has
 * @param dropletsReachable how many of them answered when they were last asked
 */
public record RegistryFigures(
    SyncStats syncs,
    CacheStatus cacheStatus,
    @Nullable Duration cacheAge,
    int dropletsKnown,
    int dropletsReachable) {

  /** The figures as they are now. */
  public static RegistryFigures of(
      SyncStats syncs, DropletDirectory directory, Reachability reachability) {
    return new RegistryFigures(
        syncs,
        directory.status(),
        directory.age().orElse(null),
        directory.snapshot().map(snapshot -> snapshot.droplets().size()).orElse(0),
        reachability.reachableCount());
  }
}
