package ai.fullpotential.orchestrator.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;

/**
 * A Registry's {@code updated_at}: ISO 8601, taken as UTC when it names no offset, or epoch seconds,
 * as a number or a string of one. What is none of these is the distant past.
 */
final class UpdatedAt {

  private static final DateTimeFormatter ISO = DateTimeFormatter.ISO_DATE_TIME;
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Instant.MAX.getEpochSecond());

  private UpdatedAt() {}

  static Instant read(JsonNode node) {
    if (node.isNumber()) {
      return ofEpoch(node.decimalValue());
    }
    return node.isTextual() ? ofText(node.textValue().strip()) : Instant.MIN;
  }

  private static Instant ofText(String text) {
    try {
      TemporalAccessor read =
          ISO.parseBest(
              text.replaceFirst(" (?=\\d)", "T"), OffsetDateTime::from, LocalDateTime::from);
      return read instanceof OffsetDateTime offset
          ? offset.toInstant()
          : LocalDateTime.from(read).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException notIso) {
      return ofDigits(text);
    }
  }

  private static Instant ofDigits(String text) {
    try {
      return ofEpoch(new BigDecimal(text));
    } catch (NumberFormatException neither) {
      return Instant.MIN;
    }
  }

  private static Instant ofEpoch(BigDecimal seconds) {
    if (seconds.abs().compareTo(LARGEST) > 0) {
      return Instant.MIN;
    }
    long whole = seconds.longValue();
    long nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
    try {
      return Instant.ofEpochSecond(whole, nanos);
    } catch (DateTimeException outOfRange) {
      return Instant.MIN;
    }
  }
}
