package ai.fullpotential.orchestrator.demo;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.net.RouteTable;
import ai.fullpotential.orchestrator.net.ServerSettings;
import ai.fullpotential.orchestrator.net.WebServer;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.net.BindException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two small services to route to: {@code greeter}, which is well, and {@code moody}, which fails two
 * calls in three.
 */
public final class SampleDroplets implements AutoCloseable {

  private static final int FAILURES_IN_A_ROW = 2;

  private final WebServer greeter;
  private final WebServer moody;
  private final AtomicInteger moodyCalls = new AtomicInteger();

  /** Two services that do not listen yet. */
  public SampleDroplets(Loops loops, TimeSource time) {
    greeter =
        server(
            loops,
            time,
            List.of(
                Route.quick("GET", "/health", Access.OPEN, SampleDroplets::health),
                Route.quick(
                    "GET",
                    "/hello",
                    Access.OPEN,
                    exchange -> exchange.respond(Response.ok(Map.of("hello", "mesh")))),
                Route.quick("POST", "/echo", Access.OPEN, SampleDroplets::echo)));
    moody =
        server(
            loops,
            time,
            List.of(
                Route.quick("GET", "/health", Access.OPEN, SampleDroplets::health),
                Route.quick("GET", "/work", Access.OPEN, this::work)));
  }

  private static WebServer server(Loops loops, TimeSource time, List<Route> routes) {
    return new WebServer(
        loops,
        ServerSettings.at("127.0.0.1", 0, 1024 * 1024),
        new RouteTable("", routes),
        time,
        (method, path, template, status, requestId, traceId, took) -> {});
  }

  /** Listens; gives the port of each by its name. */
  public Map<String, Integer> start() throws BindException {
    return Map.of("greeter", greeter.start(), "moody", moody.start());
  }

  private static void health(Exchange exchange) {
    exchange.respond(Response.ok(Map.of("status", "active")));
  }

  private static void echo(Exchange exchange) throws MalformedJson {
    JsonText heard = Json.text(Json.tree(exchange.body()));
    exchange.respond(Response.ok(Map.of("heard", heard)));
  }

  private void work(Exchange exchange) {
    int call = moodyCalls.incrementAndGet();
    if (call % (FAILURES_IN_A_ROW + 1) != 0) {
      exchange.fail(ErrorCode.OVERLOADED, "Not in the mood.", Map.of("call", call));
    } else {
      exchange.respond(Response.ok(Map.of("done", true, "call", call)));
    }
  }

  @Override
  public void close() {
    greeter.close();
    moody.close();
  }
}
