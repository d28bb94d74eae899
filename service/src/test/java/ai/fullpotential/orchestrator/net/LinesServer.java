package ai.fullpotential.orchestrator.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.fullpotential.orchestrator.time.Await;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A server with one route for lines, which keeps what it is handed until a test answers it. */
final class LinesServer implements AutoCloseable {

  /** What most tests do with a line: at once. */
  static final Consumer<Line> ANSWER = Line::answer;

  /** Leaves the line to the test. */
  static final Consumer<Line> KEEP = _ -> {};

  final List<Line> taken = new CopyOnWriteArrayList<>();
  final List<String> answered = new CopyOnWriteArrayList<>();

  private final Loops loops = new Loops(1);
  private final WebServer server;
  private final int port;

  /** A line as the handler got it. */
  record Line(Exchange exchange, int number, String text, Consumer<byte[]> sink) {

    void answer() {
      answer("{\"line\":" + number + "}");
    }

    void answer(String json) {
      sink.accept(json.getBytes(UTF_8));
    }
  }

  LinesServer(int maxLine, TimeSource time, Consumer<Line> script) {
    List<Route> routes =
        List.of(
            Route.lines(
                "POST",
                "/lines",
                Access.OPEN,
                (exchange, number, bytes, sink) -> {
                  Line line = new Line(exchange, number, new String(bytes, UTF_8), sink);
                  taken.add(line);
                  script.accept(line);
                }),
            Route.quick(
                "GET",
                "/plain",
                Access.OPEN,
                exchange -> exchange.respond(Response.ok(List.of()))));
    server =
        new WebServer(
            loops,
            ServerSettings.at("127.0.0.1", 0, maxLine),
            new RouteTable("", routes),
            time,
            (method, path, _, status, requestId, _, _) ->
                answered.add(method + " " + path + " " + status + " " + requestId));
    try {
      port = server.start();
    } catch (BindException e) {
      throw new AssertionError(e);
    }
  }

  int port() {
    return port;
  }

  List<String> texts() {
    return taken.stream().map(Line::text).toList();
  }

  /** Waits for so many lines, and for the end of what the loop does with the bytes they came in. */
  void awaitTaken(int count) {
    Await.until(count + " lines are handed over", () -> taken.size() >= count);
    CompletableFuture.runAsync(() -> {}, loops.next()).join();
  }

  /** Closes the server alone; its loops go on. */
  void stop() {
    server.close();
  }

  @Override
  public void close() {
    taken.forEach(Line::answer);
    server.close();
    loops.close();
  }
}
