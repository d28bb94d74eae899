package ai.fullpotential.orchestrator.task;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a task ended or waits, in words for the person who reads its record. */
public final class Reasons {

  static final String CANCELLED = "cancelled before it had ended";
  static final String GIVEN_UP =
      "held, because nobody saw how its last attempt ended, and then given up by request";

  private static final String BREAKER_OPEN =
      "not called, because the droplet's breaker is open: too many of its calls have failed";
  private static final String BUDGET_SPENT =
      "not tried again, because the droplet's retry budget is spent: too many of its calls are repeats";

  private Reasons() {}

  /** What a task waits for in vain, or null when that is only the time of its next attempt. */
  public static @Nullable String waited(TaskState.Waiting reason, TaskSpec spec) {
    String droplet = spec.dropletName();
    return switch (reason) {
      case START, SCHEDULE, BACKOFF -> null;
      case DROPLET_UNKNOWN ->
          spec.capability() == null
              ? "the Registry no longer lists droplet '" + droplet + "'"
              : "no active droplet that answers lists the capability '" + spec.capability() + "'";
      case RATE_LIMIT -> "droplet '" + droplet + "' may not be called faster";
      case CONCURRENCY -> "droplet '" + droplet + "' has as many calls under way as it may";
      case BREAKER -> "the breaker of droplet '" + droplet + "' is open";
      case RETRY_BUDGET -> "droplet '" + droplet + "' is given no more retries for now";
      case PAUSED -> "droplet '" + droplet + "' is paused";
    };
  }

  /** Why a task was refused its next attempt, after what its last one came to. */
  static String refused(Refusal why, @Nullable String last) {
    return switch (why) {
          case BREAKER_OPEN -> BREAKER_OPEN;
          case BUDGET_SPENT -> BUDGET_SPENT;
        }
        + (last == null ? "" : "; last: " + last);
  }

  /** The refusal that such words tell of. */
  static Optional<Refusal> refusal(@Nullable String words) {
    if (words == null) {
      return Optional.empty();
    }
    return words.startsWith(BREAKER_OPEN)
        ? Optional.of(Refusal.BREAKER_OPEN)
        : words.startsWith(BUDGET_SPENT) ? Optional.of(Refusal.BUDGET_SPENT) : Optional.empty();
  }

  static String late(Task task, @Nullable String why) {
    Instant set = task.spec().options().deadline();
    return set != null && set.equals(task.deadline())
        ? "no result before its deadline, " + set + "; last: " + why
        : "no result within " + seconds(task.spec().limits().total()) + " s; last: " + why;
  }

  /** As a person would write it: 30, 0.25, 86400. */
  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
  }
}
