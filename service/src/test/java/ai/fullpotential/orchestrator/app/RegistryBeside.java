package ai.fullpotential.orchestrator.app;

import ai.fullpotential.orchestrator.embedded.EmbeddedRegistry;
import ai.fullpotential.orchestrator.embedded.EmbeddedSettings;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.ServerSettings;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.net.BindException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A Registry that stands beside a service which cannot have one in its own process. */
final class RegistryBeside implements AutoCloseable {

  private final Loops loops = new Loops(1);
  private final EmbeddedRegistry registry;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();

  RegistryBeside(Path directory) {
    registry =
        new EmbeddedRegistry(
            loops,
            new EmbeddedSettings(ServerSettings.at("127.0.0.1", 0, 1_048_576), directory, "1.1.0"),
            new SystemTime(),
            _ -> {},
            (_, _, _, _, _, _, _) -> {});
    try {
      port = registry.start();
    } catch (BindException e) {
      throw new AssertionError(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      registry.close();
      loops.close();
    }
  }
}
