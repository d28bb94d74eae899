package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Rate;
import ai.fullpotential.orchestrator.policy.TokenBucket;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The whole of a droplet's bounds: there is one node. Guarded by the lock of its gate. */
final class OwnQuota implements Quota {

  private static final long SECOND = 1_000_000_000;

  /** Tasks that wait in memory, so that a place that is free again is taken at once. */
  private static final int AHEAD = 64;

  private static final int NO_BOUND = Integer.MAX_VALUE / 2;

  private @Nullable Integer most;
  private @Nullable Rate rate;
  private @Nullable TokenBucket bucket;

  /**
   * What the policy gives.
   *
   * @param start when this process began: one before it may have let a burst through just then, so
   *     nothing is saved from before
   */
  OwnQuota(DropletPolicy policy, long start) {
    this.most = policy.maxConcurrency();
    this.rate = policy.rate();
    this.bucket = rate == null ? null : new TokenBucket(rate, 0, start);
  }

  @Override
  public boolean hasSlot(int calls) {
    return most == null || calls < most;
  }

  @Override
  public boolean hasToken(long now) {
    return bucket == null || bucket.holdsOne(now);
  }

  @Override
  public void take(long now) {
    if (bucket != null) {
      bucket.take(now);
    }
  }

  @Override
  public long nanosToToken(long now) {
    return bucket == null ? 0 : bucket.nanosToOne(now);
  }

  @Override
  public int room(int calls, long now) {
    int slots = most == null ? NO_BOUND : most - calls + Math.min(most, AHEAD);
    int tokens = bucket == null ? NO_BOUND : (int) Math.min(NO_BOUND, bucket.heldIn(now, SECOND));
    return Math.min(slots, bucket == null ? NO_BOUND : Math.max(1, tokens));
  }

  @Override
  public void change(DropletPolicy policy, long now) {
    most = policy.maxConcurrency();
    Rate before = rate;
    rate = policy.rate();
    if (rate == null) {
      bucket = null;
    } else if (bucket == null) {
      bucket = new TokenBucket(rate, rate.burst(), now);
    } else if (!Objects.equals(before, rate)) {
      bucket.change(rate, now);
    }
  }
}
