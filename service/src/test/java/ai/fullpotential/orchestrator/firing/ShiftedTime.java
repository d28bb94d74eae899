package ai.fullpotential.orchestrator.firing;

import ai.fullpotential.orchestrator.time.SystemTime;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The machine's clocks, with the wall clock set so that a minute begins soon. */
public record ShiftedTime(SystemTime real, Duration shift) implements TimeSource {

  /** So long before a whole minute. */
  public static ShiftedTime beforeTheMinute(Duration by) {
    SystemTime real = new SystemTime();
    Instant now = real.instant();
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    return new ShiftedTime(real, Duration.between(now.plus(by), minute));
  }

  @Override
  public Instant instant() {
    return real.instant().plus(shift);
  }

  @Override
  public long nanos() {
    return real.nanos();
  }
}
