package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.time.Pause;
import ai.fullpotential.orchestrator.time.SystemTime;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.Map;

/**
 * What a command that speaks to a running service finds around it.
 *
 * @param in what is piped in
 * @param zone where the person is that reads the times
 */
public record Surroundings(
    Map<String, String> environment,
    InputStream in,
    Screen screen,
    ZoneId zone,
    TimeSource time,
    Pause pause) {

  /** Those of this process. */
  public static Surroundings ofThisProcess() {
    SystemTime time = new SystemTime();
    return new Surroundings(
        System.getenv(), System.in, Screen.ofThisProcess(), ZoneId.systemDefault(), time, time);
  }
}
