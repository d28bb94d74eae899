package ai.fullpotential.orchestrator.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as callers write them. */
final class Numbers {

  private static final int MAX_DIGITS = 30;

  /** No exponent: 1e999999999 is four bytes to send, and gigabytes to write out. */
  private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]+)?");

  private Numbers() {}

  /** The number that a text is, if it is a plain one within these bounds. */
  static Optional<BigDecimal> within(String text, BigDecimal min, BigDecimal max) {
    if (text.length() > MAX_DIGITS || !PLAIN.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(text);
    return number.compareTo(min) >= 0 && number.compareTo(max) <= 0
        ? Optional.of(number)
        : Optional.empty();
  }

  static BigDecimal inSeconds(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
  }
}
