package ai.fullpotential.orchestrator.app;

import ai.fullpotential.orchestrator.config.Settings;
import ai.fullpotential.orchestrator.embedded.EmbeddedRegistry;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.ExchangeListener;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.RouteTable;
import ai.fullpotential.orchestrator.net.Serving;
import ai.fullpotential.orchestrator.net.WebServer;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.net.BindException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The ports of this process: its own, and the embedded Registry's if there is one. Their numbers are
 * known once they listen, and only then can anything be built that tells them to others.
 */
final class Listening implements AutoCloseable {

  private final WebServer server;
  private final Optional<EmbeddedRegistry> embedded;
  private final AtomicReference<Consumer<JsonText>> listed = new AtomicReference<>(list -> {});

  /**
   * Listens nowhere yet.
   *
   * @param requests hears of the requests to this service
   * @param registryRequests hears of those to the embedded Registry
   */
  Listening(
      Loops loops,
      Settings settings,
      TimeSource time,
      ExchangeListener requests,
      ExchangeListener registryRequests) {
    server = new WebServer(loops, settings.server(), new RouteTable("", List.of()), time, requests);
    embedded =
        settings
            .embedded()
            .map(
                registry ->
                    new EmbeddedRegistry(
                        loops,
                        registry,
                        time,
                        list -> listed.get().accept(list),
                        registryRequests));
  }

  /**
   * Listens on all ports, answering nothing yet on this service's own.
   *
   * @return the settings with the ports that were left open
   */
  Settings start(Settings settings) throws CannotStart {
    int port;
    try {
      port = server.start();
    } catch (BindException e) {
      throw new CannotStart(settings.server().host(), settings.server().port(), "PORT", e);
    }
    if (embedded.isEmpty()) {
      return settings.withPort(port);
    }
    try {
      return settings.withPort(port).withRegistryPort(embedded.get().start());
    } catch (BindException e) {
      throw new CannotStart(
          settings.server().host(),
          settings.embedded().orElseThrow().server().port(),
          "REGISTRY_PORT",
          e);
    }
  }

  /** Hands every list that the embedded Registry makes to the mesh, before the change is answered. */
  void tellOfChanges(Consumer<JsonText> mesh) {
    listed.set(mesh);
  }

  /** From now on this is what answers. */
  void serve(Serving serving) {
    server.serve(serving);
  }

  @Override
  public void close() {
    server.close();
    embedded.ifPresent(EmbeddedRegistry::close);
  }
}
