package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Rate;

/**
 * This node's part of a droplet's bounds, as {@link Shares} have it. Guarded by the lock of its gate.
 */
final class SharedQuota implements Quota {

  private static final int NO_BOUND = Integer.MAX_VALUE / 2;
  private static final int AHEAD = 64;
  private static final long LOOK_AGAIN_NANOS = 250_000_000;

  private final Runnable lacking;
  private DropletPolicy policy;
  private int slots;
  private int tokens;
  private int used;

  /**
   * Nothing yet.
   *
   * @param lacking told when more is wanted; must be quick
   */
  SharedQuota(DropletPolicy policy, Runnable lacking) {
    this.policy = policy;
    this.lacking = lacking;
  }

  @Override
  public boolean hasSlot(int calls) {
    Integer most = policy.maxConcurrency();
    return lacking(most == null || calls < Math.min(slots, most));
  }

  @Override
  public boolean hasToken(long now) {
    return lacking(policy.rate() == null || tokens > 0);
  }

  private boolean lacking(boolean has) {
    if (!has) {
      lacking.run();
    }
    return has;
  }

  @Override
  public void take(long now) {
    if (policy.rate() != null) {
      tokens--;
      used++;
    }
  }

  @Override
  public long nanosToToken(long now) {
    return LOOK_AGAIN_NANOS;
  }

  @Override
  public int room(int calls, long now) {
    int bySlots =
        policy.maxConcurrency() == null ? NO_BOUND : slots - calls + Math.min(slots, AHEAD);
    return Math.max(0, Math.min(bySlots, policy.rate() == null ? NO_BOUND : tokens + 1));
  }

  @Override
  public void change(DropletPolicy newer, long now) {
    policy = newer;
  }

  int tokens() {
    return tokens;
  }

  /** How many tokens it would use soon: as many as wait, or as it has used since it was asked last. */
  int tokensWanted(int waiting) {
    Rate rate = policy.rate();
    int most = rate == null ? 0 : (int) Math.ceil(rate.perSecond()) + 1;
    int wanted = Math.min(Math.max(waiting, used), most);
    used = 0;
    return wanted;
  }

  /** What it has from now on is no more than this: what it gives back it must not use meanwhile. */
  void giveBack(int fewerSlots, int fewerTokens) {
    slots = Math.min(slots, fewerSlots);
    tokens = Math.min(tokens, fewerTokens);
  }

  /** So many slots are its own, and so many tokens besides those it has. */
  void have(int allSlots, int moreTokens) {
    slots = allSlots;
    tokens += moreTokens;
  }
}
