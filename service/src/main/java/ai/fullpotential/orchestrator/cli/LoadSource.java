package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/** What a load reads, and where it leaves what it has done. */
interface LoadSource extends AutoCloseable {

  /** The lines that are still to be sent. */
  Lines lines();

  /** Where they begin. */
  Place begin();

  /** Keeps what was refused, with the answers; tells it where it cannot. Says the size of all. */
  long refused(Map<Line, JsonNode> refused, Consumer<String> tell) throws IOException;

  /** Keeps the place. */
  void reached(Place place) throws IOException;

  /** All is sent. */
  void finished() throws IOException;

  /** How to go on after an end before the end. */
  String toGoOn();

  /** Where the refused lines are. */
  String refusedAt();

  @Override
  void close() throws IOException;
}
