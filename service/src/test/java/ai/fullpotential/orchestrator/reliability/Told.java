package ai.fullpotential.orchestrator.reliability;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller was told about one submission.
 *
 * @param n the submission's number, which its task's payload carries
 * @param key its Idempotency-Key, or null
 * @param http the answer's status, or 0 when none came
 * @param code of the error envelope, or null
 * @param taskId the task that the answer names, or null
 * @param status of that task as the answer has it, or null
 * @param at when it came
 */
record Told(
    long n,
    @Nullable String key,
    int http,
    @Nullable String code,
    @Nullable String taskId,
    @Nullable String status,
    Instant at) {

  private static final Set<String> OF_THE_TASK = Set.of("DROPLET_UNREACHABLE", "TIMEOUT");

  /** Whether the service has promised that the task is on record. */
  boolean isAcknowledged() {
    return taskId != null
        && (http == 200 || http == 202 || (code != null && OF_THE_TASK.contains(code)));
  }

  /** The final status that it was told, or null. */
  @Nullable String end() {
    if (!isAcknowledged()) {
      return null;
    }
    return switch (code) {
      case "TIMEOUT" -> "timeout";
      case "DROPLET_UNREACHABLE" -> "error";
      case null, default -> Kept.isFinal(status) ? status : null;
    };
  }

  /** Whether the service refused it, rather than leaving it open. */
  boolean isUnavailable() {
    return http == 503 && !isAcknowledged();
  }
}
