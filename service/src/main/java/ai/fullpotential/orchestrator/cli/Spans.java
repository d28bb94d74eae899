package ai.fullpotential.orchestrator.cli;

import java.time.Duration;

/** Spans of time for a person, as long as they need to be. */
final class Spans {

  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Spans() {}

  /** In its two largest units, the rest of a second counted as one. */
  static String shown(Duration span) {
    long seconds = Math.max(0, span.plusMillis(999).toSeconds());
    if (seconds >= DAY) {
      return seconds / DAY + " d " + seconds % DAY / HOUR + " h";
    }
    if (seconds >= HOUR) {
      return seconds / HOUR + " h " + seconds % HOUR / MINUTE + " min";
    }
    return seconds >= MINUTE
        ? seconds / MINUTE + " min " + seconds % MINUTE + " s"
        : seconds + " s";
  }
}
