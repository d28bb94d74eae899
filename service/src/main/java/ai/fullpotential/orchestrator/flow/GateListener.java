package ai.fullpotential.orchestrator.flow;

/** Hears of breakers that open and close, on whatever thread it is. Must be quick and must not throw. */
@FunctionalInterface
public interface GateListener {

  /** A breaker of this node has opened, or closed. */
  void breaker(String droplet, boolean isOpen);
}
