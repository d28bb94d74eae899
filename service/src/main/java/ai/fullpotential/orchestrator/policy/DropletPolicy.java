package ai.fullpotential.orchestrator.policy;

import ai.fullpotential.orchestrator.retry.RetryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a droplet is called within (contract B3). What is null is not said: the default policy says it,
 * or nobody.
 *
 * @param rate how fast, over all nodes together
 * @param maxConcurrency how many calls at once, over all nodes together
 * @param retry how its tasks are tried again that do not say so themselves
 * @param attemptTimeout what one attempt of such a task may take
 * @param breaker when it is given a rest
 * @param paused whether it is not called at all
 */
public record DropletPolicy(
    @Nullable Rate rate,
    @Nullable Integer maxConcurrency,
    @Nullable RetryPolicy retry,
    @Nullable Duration attemptTimeout,
    @Nullable BreakerRule breaker,
    @Nullable Boolean paused) {

  /** Says nothing: no rate, no bound, no breaker. */
  public static final DropletPolicy NOTHING = new DropletPolicy(null, null, null, null, null, null);

  /** Rejects bounds that let nothing through. */
  public DropletPolicy {
    if (maxConcurrency != null && maxConcurrency < 1) {
      throw new IllegalArgumentException("maxConcurrency " + maxConcurrency + " is below 1");
    }
    if (attemptTimeout != null && !attemptTimeout.isPositive()) {
      throw new IllegalArgumentException("attemptTimeout " + attemptTimeout + " is not positive");
    }
  }

  /** Whether it is not called at all. */
  public boolean isPaused() {
    return paused != null && paused;
  }

  /** This policy, and for what it does not say, the other. */
  public DropletPolicy or(DropletPolicy other) {
    return new DropletPolicy(
        rate == null ? other.rate : rate,
        maxConcurrency == null ? other.maxConcurrency : maxConcurrency,
        retry == null ? other.retry : retry,
        attemptTimeout == null ? other.attemptTimeout : attemptTimeout,
        breaker == null ? other.breaker : breaker,
        paused == null ? other.paused : paused);
  }

  /** The same, paused, going on, or (null) as the default says. */
  public DropletPolicy withPaused(@Nullable Boolean is) {
    return new DropletPolicy(rate, maxConcurrency, retry, attemptTimeout, breaker, is);
  }
}
