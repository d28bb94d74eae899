package ai.fullpotential.orchestrator.embedded;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.ExchangeListener;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.RouteTable;
import ai.fullpotential.orchestrator.net.WebServer;
import ai.fullpotential.orchestrator.time.TimeSource;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.BindException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A Registry with the whole wire contract (A6), on a port of its own. Its droplets survive a restart:
 * a change is on disk before it is answered.
 */
public final class EmbeddedRegistry implements AutoCloseable {

  private final EmbeddedSettings settings;
  private final TimeSource time;
  private final EntryBook book;
  private final WebServer server;

  /**
   * A Registry that does not listen yet.
   *
   * @param changed told the whole list, in the shape of {@code GET /droplets}, at the start and at
   *     each change before it is answered; called by one thread at a time, must be quick
   * @param log hears of each answered request
   */
  public EmbeddedRegistry(
      Loops loops,
      EmbeddedSettings settings,
      TimeSource time,
      Consumer<JsonText> changed,
      ExchangeListener log) {
    this.settings = settings;
    this.time = time;
    this.book = new EntryBook(new BookFile(settings.dataDir()), time, changed);
    RequestTally tally = new RequestTally(time, log);
    this.server =
        new WebServer(
            loops,
            settings.server(),
            new RouteTable(
                "",
                Stream.of(
                        new DropletResource(book).routes(),
                        new UdcResource(book, tally, settings.version(), time).routes())
                    .flatMap(List::stream)
                    .toList()),
            time,
            tally);
  }

  /**
   * Reads what was stored, and listens.
   *
   * @return the port, which the settings may have left open
   * @throws BindException when the port is taken or may not be used
   */
  public int start() throws BindException {
    book.load();
    int port = server.start();
    book.open(own(port));
    return port;
  }

  private Entry own(int port) {
    ObjectNode fields =
        JsonBody.object(
            Json.of(
                Map.of(
                    "id",
                    1,
                    "name",
                    "registry",
                    "endpoint",
                    "http://localhost:" + port,
                    "version",
                    settings.version())));
    JsonText now = Json.text(json -> Json.writeEpoch(json, time.instant()));
    return new EntryDraft(fields).entry(now, now);
  }

  /** Takes no further request. */
  @Override
  public void close() {
    server.close();
  }
}
