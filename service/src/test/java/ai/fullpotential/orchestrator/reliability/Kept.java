package ai.fullpotential.orchestrator.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task as the store holds it.
 *
 * @param n the number of the submission it came from
 * @param dueAt when its first attempt might begin at the earliest
 * @param completedAt when it ended, or null
 */
record Kept(
    String id,
    long n,
    String status,
    Instant createdAt,
    Instant dueAt,
    @Nullable Instant completedAt,
    List<KeptAttempt> attempts) {

  private static final Set<String> FINAL = Set.of("success", "error", "timeout", "cancelled");

  /** One attempt as it is recorded; its outcome is null while it is open. */
  record KeptAttempt(int number, Instant startedAt, @Nullable String outcome) {}

  static boolean isFinal(@Nullable String status) {
    return status != null && FINAL.contains(status);
  }

  boolean isFinal() {
    return isFinal(status);
  }

  /** How many of its attempts nobody saw the end of. */
  long unknownAttempts() {
    return attempts.stream().filter(attempt -> "unknown".equals(attempt.outcome())).count();
  }

  /** Reads a whole record. */
  static Kept of(JsonNode json) {
    List<KeptAttempt> attempts = new ArrayList<>();
    for (JsonNode attempt : json.path("attempts")) {
      attempts.add(
          new KeptAttempt(
              attempt.path("number").asInt(),
              instant(attempt.path("started_at")),
              text(attempt.path("outcome"))));
    }
    JsonNode payload = json.path("payload");
    Instant created = instant(json.path("created_at"));
    JsonNode completed = json.path("completed_at");
    return new Kept(
        json.path("id").asText(),
        payload.path("n").asLong(-1),
        json.path("status").asText(),
        created,
        created.plusMillis(payload.path("delay_ms").asLong(0)),
        completed.isNull() ? null : instant(completed),
        attempts);
  }

  private static @Nullable String text(JsonNode json) {
    return json.isNull() ? null : json.asText();
  }

  private static Instant instant(JsonNode seconds) {
    BigDecimal micros = seconds.decimalValue().movePointRight(6);
    return Instant.EPOCH.plus(micros.longValue(), ChronoUnit.MICROS);
  }
}
