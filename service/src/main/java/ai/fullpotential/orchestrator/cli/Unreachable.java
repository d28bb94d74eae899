package ai.fullpotential.orchestrator.cli;

/** No answer came, or none that the service gives. The message is fit for whoever asked. */
final class Unreachable extends Exception {
  private static final long serialVersionUID = 1L;

  Unreachable(String message) {
    super(message);
  }
}
