package ai.fullpotential.orchestrator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.dispatch.Dispatcher;
import ai.fullpotential.orchestrator.registry.LogWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation sees faults: each that is planted is caught within a few thousand histories, most within a few. */
class PlantedFaultsTest {

  private static final int SEEDS = 3000;
  private LogWatch log;

  @BeforeEach
  void keepTheLogQuiet() {
    log = LogWatch.muting(Dispatcher.class);
  }

  @AfterEach
  void letTheLogSpeak() {
    log.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void isCaught(Flaw flaw) {
    assertThat(new Seeds(flaw).firstFailing(0, SEEDS)).isPresent();
  }
}
