package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.policy.Allotment;
import ai.fullpotential.orchestrator.policy.Breaker;
import ai.fullpotential.orchestrator.policy.BreakerRule;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.RetryBudget;
import ai.fullpotential.orchestrator.task.TaskState.Waiting;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * All that bounds the calls of one droplet on this node, and what is used of it. Times are readings of
 * the monotonic clock. Guarded by the lock of its gate.
 */
final class Bounds {

  private final Quota quota;
  private final RetryBudget budget;
  private DropletPolicy policy;
  private @Nullable Breaker breaker;
  private boolean openByCluster;
  private int calls;

  /** The lease under which it has its part of what all share, or 0. */
  private long leaseOfParts;

  /** Nothing is used yet. */
  Bounds(DropletPolicy policy, Quota quota, int nodes, long now) {
    this.policy = policy;
    this.quota = quota;
    this.budget = new RetryBudget(nodes, now);
    this.breaker = breaker(policy.breaker(), now);
  }

  private static @Nullable Breaker breaker(@Nullable BreakerRule rule, long now) {
    return rule == null ? null : new Breaker(rule, now);
  }

  /** A call that was let through. */
  record Admitted(Ask ask, @Nullable Breaker counted, Breaker.Call call) {}

  /** Why the call cannot be made now, or null when it can. */
  @Nullable Held held(Ask ask, long now) {
    if (policy.isPaused()) {
      return Held.PAUSED;
    }
    if (!breakerLets(now)) {
      return Held.BREAKER;
    }
    if (ask.retry() && !budget.hasOne(now)) {
      return Held.BUDGET;
    }
    if (!quota.hasSlot(calls)) {
      return Held.SLOT;
    }
    return quota.hasToken(now) ? null : Held.TOKEN;
  }

  /** How soon such a call could be made. */
  Gates.Outlook outlook(Ask ask, long now) {
    return switch (held(ask, now)) {
      case null -> Gates.Outlook.OPEN;
      case SLOT, TOKEN -> Gates.Outlook.BUSY;
      case PAUSED, BREAKER, BUDGET -> Gates.Outlook.SHUT;
    };
  }

  /** What a call waits for, if only for its turn. */
  Waiting reason(Ask ask, long now) {
    Held held = held(ask, now);
    return held == null ? Waiting.CONCURRENCY : held.reason();
  }

  private boolean breakerLets(long now) {
    // Its own breaker knows when to try again; only one that is closed goes by the word of others.
    if (breaker != null && breaker.state(now) != Breaker.State.CLOSED) {
      return breaker.lets(now);
    }
    return !openByCluster;
  }

  /** Uses what a call that can be made needs. */
  Admitted admit(Ask ask, long now) {
    quota.take(now);
    if (ask.retry()) {
      budget.spend(now);
    } else {
      budget.called(now);
    }
    calls++;
    return new Admitted(ask, breaker, breaker == null ? Breaker.Call.ORDINARY : breaker.begin(now));
  }

  /** The call has ended. */
  Breaker.Change ended(Admitted call, Breaker.End how, long now) {
    calls--;
    if (call.ask().retry() && how == Breaker.End.SUCCEEDED) {
      budget.giveBack(now);
    }
    return call.counted() == null ? Breaker.Change.NONE : call.counted().end(call.call(), how, now);
  }

  /** How many calls more could be made soon. */
  int room(long now) {
    if (policy.isPaused() || !breakerLets(now)) {
      return 0;
    }
    return breaker != null && breaker.state(now) == Breaker.State.HALF_OPEN
        ? 1
        : quota.room(calls, now);
  }

  /** How many retries its budget has now. */
  int retriesLeft(long now) {
    return budget.left(now);
  }

  /** How long until there may be a token, when only a token is missing; else never. */
  @Nullable Long nanosToToken(long now) {
    return policy.isPaused() || !breakerLets(now) || !quota.hasSlot(calls)
        ? null
        : (Long) quota.nanosToToken(now);
  }

  /** Goes by this policy from now on. */
  void change(DropletPolicy newer, long now) {
    quota.change(newer, now);
    BreakerRule rule = newer.breaker();
    if (breaker == null ? rule != null : !breaker.rule().equals(rule)) {
      breaker = breaker(rule, now);
    }
    policy = newer;
  }

  /** So many nodes share what holds over all of them, and the breaker is open because others' are. */
  void cluster(int nodes, boolean isOpen) {
    budget.share(nodes);
    openByCluster = isOpen;
  }

  /** Whether there is anything that nodes agree on. */
  boolean isShared() {
    return policy.rate() != null || policy.maxConcurrency() != null || breaker != null;
  }

  /** What was divided for this lease is agreed; of no effect when it was lost meanwhile. */
  void given(long lease, int slots, int moreTokens) {
    if (leaseOfParts == lease) {
      shared().have(slots, moreTokens);
    }
  }

  /** This node's lease is another, or none: it has nothing of what all share. */
  void lose() {
    leaseOfParts = 0;
    shared().giveBack(0, 0);
  }

  /** Its part of what all nodes share; there are others only where there is one. */
  private SharedQuota shared() {
    return (SharedQuota) quota;
  }

  /**
   * Divides anew what all nodes share, and uses no more than what this one keeps.
   *
   * @param waiting how many calls more it would make
   */
  Allotment.Division divide(
      long lease,
      int waiting,
      BiFunction<DropletPolicy, Allotment.Needs, Allotment.Division> division,
      long now) {
    SharedQuota part = shared();
    leaseOfParts = lease;
    boolean isOpen = breaker != null && breaker.state(now) == Breaker.State.OPEN;
    int soon = policy.isPaused() || !breakerLets(now) ? 0 : waiting;
    int tokens = soon == 0 ? 0 : part.tokensWanted(soon);
    Allotment.Needs needs =
        new Allotment.Needs(lease, calls, calls + soon, part.tokens(), tokens, isOpen);
    Allotment.Division divided = division.apply(policy, needs);
    part.giveBack(divided.slots(), divided.tokens());
    return divided;
  }

  GateState state(int waiting, long now) {
    return new GateState(
        policy,
        breaker == null ? null : breaker.state(now),
        openByCluster,
        calls,
        waiting,
        budget.left(now));
  }
}
