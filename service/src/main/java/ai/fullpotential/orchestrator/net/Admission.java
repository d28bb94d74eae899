package ai.fullpotential.orchestrator.net;

/** Whether somebody may do what he asks for. */
public sealed interface Admission {

  /** He may. */
  record Admitted(Principal principal) implements Admission {}

  /**
   * He may not.
   *
   * @param principal who he is, as far as that is known
   */
  record Refused(Principal principal, Response answer) implements Admission {}
}
