package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One thing that happened at the service, or a sign of life, which has no type.
 *
 * @param id where a stream goes on after it
 */
record Event(String id, String type, JsonNode data) {

  static final String RESET = "stream.reset";
  private static final String OPEN = "stream.open";

  /** Whether it tells of the stream itself, and not of the mesh. */
  boolean isOfTheStream() {
    return type.isEmpty() || type.equals(OPEN) || type.equals(RESET);
  }
}
