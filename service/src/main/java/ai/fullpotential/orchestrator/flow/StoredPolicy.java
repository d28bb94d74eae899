package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Policies;

/**
 * A policy as it is stored.
 *
 * @param name of the droplet as it was typed, or {@link Policies#DEFAULT}
 * @param policy what is said for it alone
 */
public record StoredPolicy(String name, DropletPolicy policy) {

  /** The form of the name by which it is found. */
  public String key() {
    return Policies.key(name);
  }
}
