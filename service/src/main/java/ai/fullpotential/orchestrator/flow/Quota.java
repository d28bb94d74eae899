package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.policy.DropletPolicy;

/**
 * What this node may use of a droplet's bounds, which hold over all nodes together. Guarded by the lock
 * of its gate.
 */
interface Quota {

  /** Whether one call more may be under way, when so many are. */
  boolean hasSlot(int calls);

  /** Whether one call more may be made now, for its rate. */
  boolean hasToken(long now);

  /** Uses what was there. */
  void take(long now);

  /** How long until there may be a token: when to look again. */
  long nanosToToken(long now);

  /** About how many calls more can be made within the next while. */
  int room(int calls, long now);

  /** Goes by another policy from now on. */
  void change(DropletPolicy policy, long now);
}
