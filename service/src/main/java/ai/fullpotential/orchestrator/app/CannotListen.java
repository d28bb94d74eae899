package ai.fullpotential.orchestrator.app;

import java.net.BindException;

/** A port that is taken, or may not be used. The message says which, and what to set. */
public final class CannotListen extends Exception {
  private static final long serialVersionUID = 1L;

  CannotListen(int port, String variable, BindException cause) {
    super(
        "cannot listen on port "
            + port
            + ", which is in use or not allowed; set "
            + variable
            + " to another",
        cause);
  }
}
