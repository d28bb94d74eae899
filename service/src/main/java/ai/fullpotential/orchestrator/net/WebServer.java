package ai.fullpotential.orchestrator.net;

import ai.fullpotential.orchestrator.net.Loops.VertxLoop;
import ai.fullpotential.orchestrator.time.TimeSource;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/1.1 server over all loops, with the bounds of its settings. Every request that can be
 * understood becomes an {@link Exchange}; every other is answered 400 and its connection closed.
 */
public final class WebServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WebServer.class);
  private static final Duration SWEEP = Duration.ofMillis(500);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
  private static final int SETTLE_SECONDS = 5;
  private static final int AWAIT_SECONDS = 20;

  private final Loops loops;
  private final ServerSettings settings;
  private final TimeSource time;
  private final RequestReader reader;
  private final HttpServerOptions options;
  private final List<LoopServer> servers = new ArrayList<>();

  /** A server that does not listen yet. */
  public WebServer(
      Loops loops,
      ServerSettings settings,
      RouteTable routes,
      TimeSource time,
      ExchangeListener listener) {
    this.loops = loops;
    this.settings = settings;
    this.time = time;
    this.reader = new RequestReader(settings, routes, time, listener, loops.blocking());
    this.options =
        settings
            .certificate()
            .map(pair -> Tls.of(pair, loops, options(settings)))
            .orElseGet(() -> options(settings));
  }

  private static HttpServerOptions options(ServerSettings settings) {
    return new HttpServerOptions()
        .setMaxInitialLineLength(ServerSettings.MAX_LINE_BYTES)
        .setMaxHeaderSize(settings.maxHeaderBytes())
        .setHttp2ClearTextEnabled(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setTcpNoDelay(true)
        .setReuseAddress(true)
        .setAcceptBacklog(4096);
  }

  /** From now on this is what answers, instead of the routes given first. */
  public void serve(Serving serving) {
    reader.serve(serving);
  }

  /**
   * Listens.
   *
   * @return the port, which the settings may have left open
   * @throws BindException when the port is taken or may not be used
   */
  public int start() throws BindException {
    int asked = settings.port() == 0 ? loops.anyFreePort() : settings.port();
    int actual = 0;
    for (VertxLoop loop : loops.all()) {
      LoopServer server = new LoopServer(loop);
      actual = server.listen(asked);
      servers.add(server);
    }
    return actual;
  }

  /**
   * Takes no further connection, and closes those that are open, each once its answers are on their way:
   * at once where none is owed, within a few seconds everywhere.
   */
  @Override
  public void close() {
    settle();
    servers.forEach(LoopServer::close);
  }

  /** Lets the answers leave that are owed or half written; a close would cut them off. */
  private void settle() {
    CompletableFuture<?>[] settled =
        servers.stream().map(LoopServer::settle).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(settled).get(SETTLE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException tooSlow) {
      log.warn("answers were cut off that their clients did not take in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What one loop has of this server: a share of the connections, and the sweep over them. */
  private final class LoopServer {

    private final VertxLoop loop;
    private final HttpServer server;
    private final Map<HttpConnection, Guarded> connections = new HashMap<>();
    private boolean closed;

    LoopServer(VertxLoop loop) {
      this.loop = loop;
      this.server = loops.vertx().createHttpServer(options);
      server.connectionHandler(this::guard);
      server.requestHandler(request -> handle(request, reader::read));
      server.invalidRequestHandler(request -> handle(request, reader::refuse));
      loop.after(SWEEP, this::sweep);
    }

    /** Passes over what the library had read before its connection was refused further requests. */
    private void handle(HttpServerRequest request, Reading reading) {
      Guarded connection = connections.get(request.connection());
      if (connection != null && !connection.guard().refuses()) {
        reading.read(request, loop, connection.guard());
      }
    }

    int listen(int port) throws BindException {
      return await(() -> server.listen(port, settings.host())).actualPort();
    }

    /** Ends when each connection that is open now is quiet; those are closed one by one. */
    CompletableFuture<Void> settle() {
      CompletableFuture<Void> settled = new CompletableFuture<>();
      loop.execute(() -> settle(List.copyOf(connections.values()), settled));
      return settled;
    }

    private void settle(List<Guarded> open, CompletableFuture<Void> settled) {
      List<Guarded> busy = new ArrayList<>();
      for (Guarded connection : open) {
        if (connection.guard().isQuiet(connection.channel())) {
          connection.connection().close();
        } else if (connection.channel().isOpen()) {
          if (!connection.guard().refuses()) {
            connection.guard().stream().ifPresent(RequestReader::stopping);
          }
          busy.add(connection);
        }
      }
      if (busy.isEmpty()) {
        settled.complete(null);
      } else if (!closed) {
        loop.after(LOOK_AGAIN, () -> settle(busy, settled));
      }
    }

    void close() {
      try {
        await(
            () -> {
              closed = true;
              return server.close();
            });
      } catch (BindException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    /** Starts something on this loop, so that it belongs to it, and waits for its end elsewhere. */
    private <T> T await(Supplier<Future<T>> start) throws BindException {
      CompletableFuture<T> result = new CompletableFuture<>();
      loop.context()
          .runOnContext(
              _ -> start.get().onComplete(result::complete, result::completeExceptionally));
      try {
        return result.get(AWAIT_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException cause) {
          throw (BindException) new BindException(cause.getMessage()).initCause(cause);
        }
        throw new IllegalStateException(e.getCause());
      } catch (TimeoutException e) {
        throw new IllegalStateException("no end within " + AWAIT_SECONDS + " s", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    private void guard(HttpConnection connection) {
      Channel channel = ((ConnectionBase) connection).channel();
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
      StrictRequestDecoder decoder = new StrictRequestDecoder(options);
      ConnectionGuard guard = new ConnectionGuard(decoder, time::nanos, RequestReader::brokenBody);
      ChannelPipeline pipeline = channel.pipeline();
      pipeline.replace("httpDecoder", "httpDecoder", decoder);
      pipeline.addBefore("httpDecoder", "guardBytes", guard.bytes());
      pipeline.addAfter("httpEncoder", "guardMessages", guard.messages());
      connections.put(connection, new Guarded(connection, channel, guard));
      connection.closeHandler(_ -> connections.remove(connection));
      // Clients that go away are no fault; without this the library logs each as an error.
      connection.exceptionHandler(_ -> {});
    }

    private void sweep() {
      if (closed) {
        return;
      }
      try {
        List.copyOf(connections.values()).forEach(this::look);
      } finally {
        loop.after(SWEEP, this::sweep);
      }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a close that fails has nobody to tell
    private void look(Guarded connection) {
      ConnectionGuard guard = connection.guard();
      Channel channel = connection.channel();
      long now = time.nanos();
      long idle = settings.idleTimeout().toNanos();
      try {
        if (guard.isSlow(now, settings.requestTimeout().toNanos())) {
          reader.tooSlow(channel, guard);
        } else if (guard.isStalled(channel, now, idle)) {
          // Not through the library, which would first wait for its client to take the answer.
          channel.pipeline().context("guardBytes").close();
        } else if (guard.isIdle(now, idle)) {
          connection.connection().close();
        }
      } catch (RuntimeException bug) {
        log.atError().setCause(bug).log("a connection could not be looked at, and is closed");
        channel.close();
      }
    }
  }

  @FunctionalInterface
  private interface Reading {
    void read(HttpServerRequest request, VertxLoop loop, ConnectionGuard guard);
  }

  private record Guarded(HttpConnection connection, Channel channel, ConnectionGuard guard) {}
}
