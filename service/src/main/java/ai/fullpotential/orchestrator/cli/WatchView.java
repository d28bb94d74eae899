package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** How a task that is watched is shown. */
interface WatchView extends AutoCloseable {

  /** The task as it is now; called with each reading, changed or not. */
  void show(JsonNode task);

  /** The service is away; called once each time it goes. */
  void away(String why);

  /** Some time has passed. */
  void tick();

  /** Leaves what is to stay. */
  @Override
  void close() throws IOException;
}
