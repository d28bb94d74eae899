package ai.fullpotential.orchestrator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.registry.CacheStatus;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.registry.MeshListener;
import ai.fullpotential.orchestrator.registry.Reachability;
import ai.fullpotential.orchestrator.registry.SyncStats;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistryFiguresTest {

  @Test
  void readsADirectoryThatKnowsNothing() {
    SyncStats none = new SyncStats(0, 0, 0, Optional.empty(), 0);
    ManualTime time = new ManualTime();
    DropletDirectory directory = new DropletDirectory(time, Duration.ofMinutes(5));

    assertThat(
            RegistryFigures.of(
                none,
                directory,
                new Reachability(directory, new MeshListener() {}, time, Duration.ofSeconds(90))))
        .isEqualTo(new RegistryFigures(none, CacheStatus.UNAVAILABLE, null, 0, 0));
  }
}
