package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.flow.GateState;
import ai.fullpotential.orchestrator.flow.Gates;
import ai.fullpotential.orchestrator.policy.Breaker;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the breaker of a droplet stands, as this node sees it, in one word. */
final class BreakerWord {

  private BreakerWord() {}

  /** Closed, open or half_open; null when it has none, or nobody has come to its gate yet. */
  static @Nullable String of(String droplet, Gates gates) {
    GateState state = gates.state(droplet).orElse(null);
    if (state == null) {
      return null;
    }
    Breaker.State breaker = state.openByCluster() ? Breaker.State.OPEN : state.breaker();
    return breaker == null ? null : breaker.name().toLowerCase(Locale.ROOT);
  }
}
