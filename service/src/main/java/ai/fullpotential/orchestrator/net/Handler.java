package ai.fullpotential.orchestrator.net;

/** Answers a request, now or later, exactly once. */
@FunctionalInterface
public interface Handler {

  /** Called on the exchange's loop, or on a virtual thread when the route says so. */
  void handle(Exchange exchange) throws Exception;
}
