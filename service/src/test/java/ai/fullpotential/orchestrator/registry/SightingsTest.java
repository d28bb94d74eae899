package ai.fullpotential.orchestrator.registry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.registry.Sightings.Sighting;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of docs/decisions/0025: seconds at which something was seen, and what follows at "now". */
class SightingsTest {

  private static final Instant START = ManualTime.START;
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  /** A "+" before a second is an answer, a "-" a failure; an empty cell is nothing. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "",
      value = {
        // now, probe, call, heartbeat, reachable, cause, at
        "100,     ,     ,   , false, NOTHING,",
        "100,  +10,     ,   , true,  PROBE, 10",
        "100,  -10,     ,   , false, PROBE, 10",
        "100,     ,  +10,   , true,  CALL, 10",
        "100,     ,  -10,   , false, CALL, 10",
        "100,  +10,  -20,   , false, CALL, 20",
        "100,  +20,  -10,   , true,  PROBE, 20",
        "100,  -10,  +20,   , true,  CALL, 20",
        "100,  -20,  +10,   , false, PROBE, 20",
        "999,  +10,     ,   , true,  PROBE, 10",
        "100,     ,     , 20, true,  HEARTBEAT, 20",
        "109,     ,     , 20, true,  HEARTBEAT, 20",
        "110,     ,     , 20, false, SILENCE, 110",
        "999,     ,     , 20, false, SILENCE, 110",
        "100,  -10,     , 20, true,  HEARTBEAT, 20",
        "100,     ,  -10, 20, true,  HEARTBEAT, 20",
        "100,  -30,     , 20, false, PROBE, 30",
        "100,     ,  -30, 20, false, CALL, 30",
        "100,  +30,     , 20, true,  PROBE, 30",
        "120, +100,     , 20, false, SILENCE, 110",
        "120,     , +100, 20, false, SILENCE, 110",
        "120, +115,     , 20, true,  PROBE, 115",
        "120,     , +115, 20, true,  CALL, 115",
        "120, +115, -117, 20, false, CALL, 117",
        "120, -115,     , 20, false, PROBE, 115",
        // at one moment the failure counts
        "100,  +20,  -20,   , false, CALL, 20",
        "100,  -20,  +20,   , false, PROBE, 20",
        "100,  -20,     , 20, false, PROBE, 20",
        "120, +110,     , 20, false, SILENCE, 110",
      })
  void theNewestDecides(
      int now,
      @Nullable String probe,
      @Nullable String call,
      @Nullable Integer heartbeat,
      boolean reachable,
      Sightings.Cause cause,
      @Nullable Integer at) {
    Sightings sightings =
        new Sightings(
            sighting(probe),
            sighting(call),
            heartbeat == null ? null : new Heartbeat(second(heartbeat), null, null, "n"));
    assertThat(sightings.verdict(second(now), TIMEOUT))
        .isEqualTo(new Sightings.Verdict(reachable, cause, at == null ? null : second(at)));
  }

  @Test
  void anOlderHeartbeatThatComesLateChangesNothing() {
    Heartbeat newer = new Heartbeat(second(20), "b", JsonText.NULL, "n");
    Sightings sightings = Sightings.NONE.withHeartbeat(newer);
    assertThat(sightings.withHeartbeat(new Heartbeat(second(10), "a", JsonText.NULL, "m")))
        .isEqualTo(sightings);
  }

  private static @Nullable Sighting sighting(@Nullable String cell) {
    return cell == null
        ? null
        : new Sighting(second(Integer.parseInt(cell.substring(1))), cell.startsWith("+"));
  }

  private static Instant second(int number) {
    return START.plusSeconds(number);
  }
}
