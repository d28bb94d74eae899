package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.invoke.CallbackUrls;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Policies;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.task.TaskLimits;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a task is given unless it says otherwise, and how far it may go. What the policy of its droplet
 * says comes before what is said here.
 *
 * @param limits of a task that its caller waits for
 * @param asyncKeepBytes how many bytes of an answer the record of an asynchronous task keeps
 * @param policies as they are now
 * @param callbackUrls which URLs it may have told of its end
 */
public record TaskDefaults(
    TaskLimits limits, int asyncKeepBytes, Supplier<Policies> policies, CallbackUrls callbackUrls) {

  /** How long an asynchronous task may take at most, and does unless it says otherwise. */
  public static final Duration ASYNC_TOTAL = Duration.ofHours(24);

  /** How long a task may take that its caller waits for, unless the default is longer. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /** The limits of an asynchronous task for this droplet. */
  public TaskLimits asynchronous(String dropletName) {
    return limits(dropletName, true);
  }

  TaskLimits limits(String dropletName, boolean asynchronous) {
    DropletPolicy policy = policies.get().of(dropletName);
    RetryPolicy usual = asynchronous ? limits.retry().heedingRetryAfter() : limits.retry();
    return new TaskLimits(
        policy.retry() == null ? usual : policy.retry(),
        policy.attemptTimeout() == null ? limits.attemptTimeout() : policy.attemptTimeout(),
        asynchronous ? ASYNC_TOTAL : limits.total(),
        asynchronous ? asyncKeepBytes : limits.keepBytes());
  }

  /** What a task's own retry policy starts from: what it does not say is as here. */
  RetryPolicy retryBase(String dropletName) {
    RetryPolicy policy = policies.get().of(dropletName).retry();
    return policy == null ? limits.retry().heedingRetryAfter() : policy;
  }

  Duration longest(boolean asynchronous) {
    if (asynchronous) {
      return ASYNC_TOTAL;
    }
    return limits.total().compareTo(LONGEST_WAIT) > 0 ? limits.total() : LONGEST_WAIT;
  }
}
