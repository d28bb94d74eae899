package ai.fullpotential.orchestrator.net;

import ai.fullpotential.orchestrator.net.Route.Answering;
import ai.fullpotential.orchestrator.time.Loop;
import ai.fullpotential.orchestrator.time.TimeSource;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/** Takes a request in, within its bounds, and hands it to its route. */
final class RequestReader {

  private static final int MAX_BLOCKING = 32;
  private static final Fault BAD_QUERY = new Fault("query", "has an invalid percent escape");

  /** As every resource words what is wrong with a field. */
  private record Fault(String field, String message) {}

  private final ServerSettings settings;
  private volatile Serving serving;
  private final TimeSource time;
  private final ExchangeListener listener;
  private final Executor blocking;
  private final Semaphore blockingTurns = new Semaphore(MAX_BLOCKING);
  private final RequestIds requestIds = new RequestIds();

  RequestReader(
      ServerSettings settings,
      RouteTable routes,
      TimeSource time,
      ExchangeListener listener,
      Executor blocking) {
    this.settings = settings;
    this.serving = Serving.toAnybody(routes);
    this.time = time;
    this.listener = listener;
    this.blocking = blocking;
  }

  /** From now on this is what answers. */
  void serve(Serving other) {
    serving = other;
  }

  /** A request whose head is whole. */
  void read(HttpServerRequest request, Loop loop, ConnectionGuard guard) {
    Exchange exchange = new Exchange(request, requestIds.of(request), loop, guard, time, listener);
    guard.begin(exchange);
    if (!exchange.isAnswered()) {
      exchange.guarded(() -> check(request, exchange));
    }
  }

  private void check(HttpServerRequest request, Exchange exchange) {
    Optional<String> ambiguity = Ambiguity.in(request);
    if (ambiguity.isPresent()) {
      exchange.refuse(
          ErrorCode.INVALID_REQUEST,
          "The request is ambiguous HTTP: " + ambiguity.get() + ".",
          Map.of("rule", "RFC 9112"));
      return;
    }
    if (!hasReadableQuery(exchange)) {
      RequestBody.closeUnlessWhole(request, exchange);
      exchange.fail(
          ErrorCode.INVALID_REQUEST,
          BAD_QUERY.field() + " " + BAD_QUERY.message(),
          Map.of("errors", List.of(BAD_QUERY)));
      return;
    }
    route(request, exchange);
  }

  private static boolean hasReadableQuery(Exchange exchange) {
    try {
      exchange.query();
      return true;
    } catch (IllegalArgumentException badEscape) {
      return false;
    }
  }

  private void route(HttpServerRequest request, Exchange exchange) {
    Serving serving = this.serving;
    RouteTable routes = serving.routes();
    switch (routes.match(exchange.method(), exchange.path())) {
      case RouteTable.Match.Found(Route route, Map<String, String> parameters) -> {
        exchange.routed(route.template(), parameters, serving.auditorOf(exchange.method()));
        new Entrance(request, exchange, () -> receive(request, exchange, route))
            .pass(serving.doorkeeper(), route.access());
      }
      case RouteTable.Match.WrongMethod(String allow) -> {
        RequestBody.closeUnlessWhole(request, exchange);
        exchange.respond(NoRoute.wrongMethod(exchange, allow));
      }
      case RouteTable.Match.NoSuchPath() -> {
        RequestBody.closeUnlessWhole(request, exchange);
        exchange.respond(NoRoute.nothingThere(exchange, routes));
      }
    }
  }

  /** A request that is not valid HTTP, or whose head is too large. */
  void refuse(HttpServerRequest request, Loop loop, ConnectionGuard guard) {
    Exchange exchange = new Exchange(request, requestIds.of(request), loop, guard, time, listener);
    guard.begin(exchange);
    Throwable cause = request.decoderResult().cause();
    if (cause instanceof TooLongHttpLineException) {
      exchange.refuse(
          ErrorCode.URI_TOO_LONG,
          "The request line is longer than " + ServerSettings.MAX_LINE_BYTES + " bytes.",
          Map.of("max_bytes", ServerSettings.MAX_LINE_BYTES));
    } else if (cause instanceof TooLongHttpHeaderException) {
      exchange.refuse(
          ErrorCode.HEADERS_TOO_LARGE,
          "The headers are larger than " + settings.maxHeaderBytes() + " bytes together.",
          Map.of("max_bytes", settings.maxHeaderBytes()));
    } else {
      exchange.refuse(
          ErrorCode.INVALID_REQUEST,
          "The request is not valid HTTP/1.1.",
          Map.of("rule", "RFC 9112"));
    }
  }

  /** A request whose body turns out to be no valid chunks. */
  static void brokenBody(Exchange exchange) {
    exchange.refuse(
        ErrorCode.INVALID_REQUEST,
        "The request's body broke off, or its chunks are invalid.",
        Map.of("rule", "RFC 9112"));
  }

  /** A stream of lines that has no end yet while the server is closing. */
  static void stopping(Exchange exchange) {
    exchange.refuse(
        ErrorCode.OVERLOADED,
        "The server is stopping; lines without an answer were not taken. Try those again.",
        Map.of());
  }

  /** A request that has been arriving for too long: answers for it, whatever was read, and ends. */
  void tooSlow(Channel channel, ConnectionGuard guard) {
    String seconds = Seconds.text(settings.requestTimeout());
    String message =
        guard.stream().isPresent()
            ? "Nothing more of the body came within " + seconds + " s."
            : "The request did not arrive within " + seconds + " s.";
    Map<String, Object> details =
        Map.of("timeout_seconds", Seconds.number(settings.requestTimeout()));
    guard
        .arrivingExchange()
        .ifPresentOrElse(
            exchange -> exchange.refuse(ErrorCode.REQUEST_TIMEOUT, message, details),
            () -> {
              guard.refuseTheRest();
              sendWithoutRequest(
                  channel,
                  ErrorBody.of(ErrorCode.REQUEST_TIMEOUT, message, details, time.instant()));
            });
  }

  /** Below the library, which cannot answer what it has not seen. */
  private void sendWithoutRequest(Channel channel, byte[] body) {
    byte[] head =
        ("HTTP/1.1 408 Request Timeout\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\nX-Request-ID: "
                + requestIds.next()
                + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    channel
        .pipeline()
        .context("guardBytes")
        .writeAndFlush(Unpooled.wrappedBuffer(head, body))
        .addListener(ChannelFutureListener.CLOSE);
  }

  private void receive(HttpServerRequest request, Exchange exchange, Route route) {
    if (request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
      RequestBody.closeUnlessWhole(request, exchange);
      exchange.fail(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "Content-Encoding is not supported; send the body as it is.",
          Map.of("content_encoding", request.getHeader(HttpHeaders.CONTENT_ENCODING)));
      return;
    }
    switch (route.answering()) {
      case Answering.Quick(Handler handler) ->
          receiveWhole(request, exchange, () -> answer(exchange, handler));
      case Answering.Blocking(Handler handler) ->
          receiveWhole(
              request, exchange, () -> blocking.execute(() -> answerInTurn(exchange, handler)));
      case Answering.Lines(LinesHandler handler) -> receiveLines(request, exchange, handler);
    }
  }

  private void receiveWhole(HttpServerRequest request, Exchange exchange, Runnable answer) {
    long announced = RequestBody.announcedLength(request);
    if (announced > settings.maxBodyBytes()) {
      tooLarge(exchange);
      return;
    }
    RequestBody.invite(request);
    RequestBody body = new RequestBody(announced, settings.maxBodyBytes());
    request.exceptionHandler(_ -> brokenBody(exchange));
    request.handler(
        piece -> {
          if (!body.add(piece)) {
            tooLarge(exchange);
          }
        });
    request.endHandler(
        _ -> {
          if (!exchange.isAnswered()) {
            exchange.received(body.bytes());
            answer.run();
          }
        });
  }

  private void receiveLines(HttpServerRequest request, Exchange exchange, LinesHandler handler) {
    if (request.version() != HttpVersion.HTTP_1_1) {
      exchange.refuse(
          ErrorCode.INVALID_REQUEST,
          "Lines are answered in chunks, which need HTTP/1.1.",
          Map.of("rule", "RFC 9112"));
      return;
    }
    String contentType = exchange.header("Content-Type").orElse("");
    if (!RequestBody.isLines(contentType)) {
      RequestBody.closeUnlessWhole(request, exchange);
      exchange.fail(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "The body must be lines of JSON, with Content-Type " + Response.NDJSON + ".",
          Map.of("content_type", contentType));
      return;
    }
    RequestBody.invite(request);
    request.exceptionHandler(_ -> brokenBody(exchange));
    new LineStream(request, exchange, exchange.guard(), handler, settings.maxBodyBytes()).start();
  }

  private static void answer(Exchange exchange, Handler handler) {
    exchange.guarded(() -> handler.handle(exchange));
  }

  /** A crowd of large pages would else be in memory all at once. */
  private void answerInTurn(Exchange exchange, Handler handler) {
    try {
      blockingTurns.acquire();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      answer(exchange, handler);
    } finally {
      blockingTurns.release();
    }
  }

  private void tooLarge(Exchange exchange) {
    exchange.refuse(
        ErrorCode.PAYLOAD_TOO_LARGE,
        "The body is larger than " + settings.maxBodyBytes() + " bytes (MAX_REQUEST_BYTES).",
        Map.of("max_bytes", settings.maxBodyBytes()));
  }
}
