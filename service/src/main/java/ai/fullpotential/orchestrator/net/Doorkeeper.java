package ai.fullpotential.orchestrator.net;

import java.util.function.Consumer;

/** Finds out who asks, and whether he may. Called on the exchange's loop, and must not block it. */
@FunctionalInterface
public interface Doorkeeper {

  /** Lets everybody do everything. */
  Doorkeeper OPEN =
      (exchange, access, decided) -> decided.accept(new Admission.Admitted(Principal.ANYBODY));

  /**
   * Decides.
   *
   * @param access the rule of the route that is asked for
   * @param decided is told on the exchange's loop, exactly once, perhaps before this returns
   */
  void admit(Exchange exchange, Access access, Consumer<Admission> decided);
}
