package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Points in time as people here write and read them. */
record Moments(ZoneId zone) {

  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter SHORT =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

  /** A time in the answer, which is epoch seconds or ISO 8601; nothing for null. */
  String shown(JsonNode time) {
    return instant(Plain.text(time))
        .map(at -> SHOWN.format(at.atZone(zone)))
        .orElseGet(() -> Plain.text(time));
  }

  /** The time that it is. */
  String now(InstantSource time) {
    return SHOWN.format(time.instant().atZone(zone));
  }

  /** The same without its year. */
  String brief(JsonNode time) {
    return instant(Plain.text(time))
        .map(at -> SHORT.format(at.atZone(zone)))
        .orElseGet(() -> Plain.text(time));
  }

  /** The time of day alone. */
  String clock(JsonNode time) {
    return instant(Plain.text(time)).map(at -> CLOCK.format(at.atZone(zone))).orElse("");
  }

  /** A time that a person gave: epoch seconds, ISO 8601, or ISO 8601 without a zone, which is here. */
  Optional<Instant> instant(String text) {
    try {
      if (text.matches("\\d{1,12}(\\.\\d+)?")) {
        BigDecimal nanos = new BigDecimal(text).multiply(NANOS);
        BigDecimal[] parts = nanos.divideAndRemainder(NANOS);
        return Optional.of(Instant.ofEpochSecond(parts[0].longValue(), parts[1].longValue()));
      }
      if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
        return Optional.of(LocalDateTime.parse(text + "T00:00").atZone(zone).toInstant());
      }
      String iso = text.replace(' ', 'T');
      return Optional.of(
          iso.matches(".*T.*(Z|[+-]\\d\\d:?\\d*)$")
              ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(iso, Instant::from)
              : LocalDateTime.parse(iso).atZone(zone).toInstant());
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  /** A time that an option gave, as ISO 8601 in UTC. */
  Optional<String> iso(Given given, String option) {
    return given
        .text(option)
        .map(
            text ->
                instant(text)
                    .map(Instant::toString)
                    .orElseThrow(
                        () ->
                            given.wrong(
                                option
                                    + " must be a time like 2026-11-24T18:00, 2026-11-24T18:00:00Z"
                                    + " or epoch seconds, not '"
                                    + text
                                    + "'")));
  }
}
