package ai.fullpotential.orchestrator.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.fullpotential.orchestrator.time.SystemTime;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server with a handful of routes that tell what reached them. */
final class TestServer implements AutoCloseable {

  static final int MAX_BODY = 1000;
  static final int MAX_HEADERS = 2000;
  static final int LARGE = 30_000_000;

  final List<String> handled = new CopyOnWriteArrayList<>();
  final List<String> answered = new CopyOnWriteArrayList<>();
  final CountDownLatch gate = new CountDownLatch(1);
  final CountDownLatch waiting = new CountDownLatch(1);

  private final Loops loops = new Loops(2);
  private final WebServer server;
  private final int port;

  TestServer(Duration requestTimeout, Duration idleTimeout) {
    this(requestTimeout, idleTimeout, Optional.empty());
  }

  /** One that speaks TLS. */
  TestServer(PemPair certificate) {
    this(Duration.ofSeconds(30), Duration.ofSeconds(75), Optional.of(certificate));
  }

  private TestServer(Duration requestTimeout, Duration idleTimeout, Optional<PemPair> certificate) {
    List<Route> routes =
        List.of(
            Route.quick("GET", "/plain", Access.OPEN, exchange -> exchange.respond(seen(exchange))),
            Route.quick("POST", "/echo", Access.OPEN, exchange -> exchange.respond(seen(exchange))),
            Route.quick(
                "GET", "/things/{id}", Access.OPEN, exchange -> exchange.respond(seen(exchange))),
            Route.quick(
                "DELETE",
                "/things/{id}",
                Access.OPEN,
                exchange -> exchange.respond(seen(exchange))),
            Route.quick(
                "PUT", "/things/{id}", Access.OPEN, exchange -> exchange.respond(seen(exchange))),
            Route.blocking(
                "POST", "/blocking", Access.OPEN, exchange -> exchange.respond(seen(exchange))),
            Route.blocking("GET", "/gated", Access.OPEN, this::gated),
            Route.quick(
                "GET",
                "/large",
                Access.OPEN,
                exchange -> exchange.respond(Response.ok("x".repeat(LARGE)))),
            Route.quick(
                "GET",
                "/throws",
                Access.OPEN,
                _ -> {
                  throw new IllegalStateException("secret of java.lang");
                }),
            Route.quick(
                "GET",
                "/fails",
                Access.OPEN,
                _ -> {
                  throw new AssertionError("secret of java.lang");
                }),
            Route.blocking(
                "GET",
                "/throws-later",
                Access.OPEN,
                _ -> {
                  throw new java.io.IOException("secret of java.lang");
                }));
    ServerSettings settings =
        new ServerSettings(
            "127.0.0.1", 0, MAX_BODY, MAX_HEADERS, requestTimeout, idleTimeout, certificate);
    server =
        new WebServer(
            loops,
            settings,
            new RouteTable("/orchestrator", routes),
            new SystemTime(),
            (method, path, template, status, requestId, traceId, took) ->
                answered.add(
                    method + " " + path + " " + template + " " + status + " " + requestId));
    try {
      port = server.start();
    } catch (BindException e) {
      throw new AssertionError(e);
    }
  }

  TestServer() {
    this(Duration.ofSeconds(30), Duration.ofSeconds(75));
  }

  int port() {
    return port;
  }

  private Response seen(Exchange exchange) {
    handled.add(exchange.method() + " " + exchange.path());
    return Response.ok(
        Map.of(
            "path", exchange.path(),
            "query", exchange.query(),
            "body", new String(exchange.body(), UTF_8)));
  }

  private void gated(Exchange exchange) throws InterruptedException {
    waiting.countDown();
    gate.await();
    exchange.respond(seen(exchange));
  }

  @Override
  public void close() {
    gate.countDown();
    server.close();
    loops.close();
  }
}
