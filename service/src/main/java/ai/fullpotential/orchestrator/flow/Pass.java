package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.policy.Breaker;

/** The right to make one call now, to be given back once with how the call ended. */
@FunctionalInterface
public interface Pass {

  /** The call has ended, or is not made. */
  void end(Breaker.End how);
}
