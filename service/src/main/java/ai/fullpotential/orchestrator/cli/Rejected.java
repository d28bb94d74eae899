package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** The service takes no line at all, and asking again would not change that. */
final class Rejected extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ErrorText error;

  Rejected(JsonNode envelope) {
    this.error = new ErrorText(envelope);
  }

  ErrorText error() {
    return error;
  }
}
