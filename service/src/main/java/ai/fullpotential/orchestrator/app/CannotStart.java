package ai.fullpotential.orchestrator.app;

import java.net.BindException;
import java.net.UnknownHostException;

/** What keeps the service from starting: a port that is taken, a store in use. The message says what to do. */
public final class CannotStart extends Exception {
  private static final long serialVersionUID = 1L;

  CannotStart(String host, int port, String variable, BindException cause) {
    super(describe(host, port, variable, cause), cause);
  }

  CannotStart(String message, Exception cause) {
    super(message, cause);
  }

  private static String describe(String host, int port, String variable, BindException cause) {
    boolean notOurs =
        cause.getCause() instanceof UnknownHostException
            || String.valueOf(cause.getMessage()).contains("annot assign requested address");
    return notOurs
        ? "cannot listen on "
            + host
            + ", which is no address of this machine; set HOST to one, or to 0.0.0.0 for all"
        : "cannot listen on port "
            + port
            + ", which is in use or not allowed; set "
            + variable
            + " to another";
  }
}
