package ai.fullpotential.orchestrator.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.fullpotential.orchestrator.dispatch.Dispatcher;
import ai.fullpotential.orchestrator.registry.LogWatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of histories of the real core among simulated faults, each drawn from its seed. {@code
 * -Dseeds=N} runs so many, {@code -Dseed=S} just that one, and prints all that happened.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES) // seconds on a machine that has nothing else to do
class SimulationTest {

  private static final int SEEDS = 10_000;
  private LogWatch log;

  @BeforeEach
  void keepTheLogQuiet() {
    log = LogWatch.muting(Dispatcher.class);
  }

  @AfterEach
  void letTheLogSpeak() {
    log.close();
  }

  @Test
  void noHistoryBreaksARule() {
    Long only = Long.getLong("seed");
    if (only != null) {
      System.out.println(Seeds.story(only, Flaw.NONE));
    }
    long from = only == null ? 0 : only;
    Seeds seeds = new Seeds(Flaw.NONE);
    seeds
        .firstFailing(from, only == null ? Integer.getInteger("seeds", SEEDS) : only + 1)
        .ifPresent(seed -> fail(Seeds.story(seed, Flaw.NONE)));
    if (only == null) {
      assertThat(seeds.provesNothing()).isEmpty();
    }
  }

  @Test
  void aSeedIsTheSameHistoryEachTime() {
    for (long seed = 0; seed < 50; seed++) {
      Simulation.Result once = Simulation.of(seed, Flaw.NONE, true);
      assertThat(once.trace()).isNotEmpty();
      assertThat(Simulation.of(seed, Flaw.NONE, true)).isEqualTo(once);
    }
  }
}
