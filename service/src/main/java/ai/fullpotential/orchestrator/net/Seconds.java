package ai.fullpotential.orchestrator.net;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as people read them: 30, 0.25. */
final class Seconds {
  private Seconds() {}

  static BigDecimal number(Duration duration) {
    BigDecimal seconds = BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }

  static String text(Duration duration) {
    return number(duration).toPlainString();
  }
}
