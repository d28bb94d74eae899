package ai.fullpotential.orchestrator.policy;

import java.time.Duration;

/**
 * When a droplet is given a rest (contract B3): once so many of its calls in the window failed.
 *
 * @param failurePercent 1 to 100: opens at this share of failed calls
 * @param minimumCalls fewer calls in the window never open it
 * @param window how far back calls count
 * @param open how long nothing is called before one call is tried
 */
public record BreakerRule(int failurePercent, int minimumCalls, Duration window, Duration open) {

  /** What is meant when a rule leaves something out. */
  public static final BreakerRule DEFAULT =
      new BreakerRule(50, 20, Duration.ofSeconds(30), Duration.ofSeconds(15));

  /** Rejects a rule that would open at once or never. */
  public BreakerRule {
    if (failurePercent < 1 || failurePercent > 100) {
      throw new IllegalArgumentException("failurePercent " + failurePercent + " is not 1 to 100");
    }
    if (minimumCalls < 1) {
      throw new IllegalArgumentException("minimumCalls " + minimumCalls + " is below 1");
    }
    if (!window.isPositive() || !open.isPositive()) {
      throw new IllegalArgumentException(
          "window " + window + " and open " + open + " must both be positive");
    }
  }
}
