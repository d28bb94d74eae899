package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.invoke.CallbackUrls;
import ai.fullpotential.orchestrator.task.TaskLimits;
import java.time.Duration;

/**
 * What a task is given unless it says otherwise, and how far it may go.
 *
 * @param limits of a task that its caller waits for
 * @param asyncKeepBytes how many bytes of an answer the record of an asynchronous task keeps
 * @param callbackUrls which URLs it may have told of its end
 */
public record TaskDefaults(TaskLimits limits, int asyncKeepBytes, CallbackUrls callbackUrls) {

  /** How long an asynchronous task may take at most, and does unless it says otherwise. */
  public static final Duration ASYNC_TOTAL = Duration.ofHours(24);

  /** How long a task may take that its caller waits for, unless the default is longer. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /** The limits of an asynchronous task. */
  public TaskLimits asynchronous() {
    return new TaskLimits(
        limits.retry().heedingRetryAfter(), limits.attemptTimeout(), ASYNC_TOTAL, asyncKeepBytes);
  }

  TaskLimits limits(boolean asynchronous) {
    return asynchronous ? asynchronous() : limits;
  }

  Duration longest(boolean asynchronous) {
    if (asynchronous) {
      return ASYNC_TOTAL;
    }
    return limits.total().compareTo(LONGEST_WAIT) > 0 ? limits.total() : LONGEST_WAIT;
  }
}
