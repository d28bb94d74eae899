package ai.fullpotential.orchestrator.api;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** Moments as callers write them. */
final class Moment {

  /** What is understood, worded to follow "must be". */
  static final String FORM =
      "a time as ISO 8601 with an offset (2030-01-31T12:00:00Z) or as epoch seconds";

  private static final Pattern SECONDS = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,9})?");

  private Moment() {}

  static Optional<Instant> ofText(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException otherForm) {
      return Optional.empty();
    }
  }

  static Optional<Instant> ofNumber(String text) {
    if (!SECONDS.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal seconds = new BigDecimal(text);
    long whole = seconds.longValue();
    long nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
    return Optional.of(Instant.ofEpochSecond(whole, nanos));
  }

  /** Either form, as a query's parameter has it. */
  static Optional<Instant> of(String text) {
    Optional<Instant> number = ofNumber(text);
    return number.isPresent() ? number : ofText(text);
  }
}
