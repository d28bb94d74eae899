package ai.fullpotential.orchestrator.task;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Why a task ended, in words for the person who reads its record. */
final class Reasons {

  static final String CANCELLED = "cancelled before it had ended";
  static final String GIVEN_UP =
      "held, because nobody saw how its last attempt ended, and then given up by request";

  private Reasons() {}

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
