package ai.fullpotential.orchestrator.net;

import ai.fullpotential.orchestrator.net.Loops.VertxLoop;
import ai.fullpotential.orchestrator.time.Loop;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Makes outbound calls: one connection, one request, one deadline, one outcome. Never repeats a
 * call, never follows a redirect, never sends a header that it was not given.
 */
public final class HttpCaller {

  /** Many servers close idle connections after 5 s; a race lost to that would cost an attempt. */
  static final int KEEP_ALIVE_SECONDS = 3;

  /** A call may give up earlier; its socket then waits no longer than this in vain. */
  private static final int CONNECT_TIMEOUT_MS = 10_000;

  private static final int MAX_CONNECTIONS_PER_TARGET = 20_000;
  private static final int POOL_SWEEP_MS = 250;
  private static final int MAX_HEADER_BYTES = 64 * 1024;

  /** One large answer is copied some five times on its way to the caller. */
  private static final int SHARE_OF_HEAP = 16;

  private final AnswerBudget budget;
  private final Addresses addresses;
  private final Loops loops;
  private final Map<Loop, HttpClient> clients;

  /** A caller over all loops, to whatever the rules allow when nothing is set. */
  public HttpCaller(Loops loops) {
    this(loops, OutboundSettings.STANDARD);
  }

  /**
   * A caller over all loops; each has connections of its own.
   *
   * @param settings which addresses it connects to, whom it trusts, and who it is
   */
  public HttpCaller(Loops loops, OutboundSettings settings) {
    this(loops, settings, new AnswerBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
  }

  HttpCaller(Loops loops, OutboundSettings settings, AnswerBudget budget) {
    this.loops = loops;
    this.budget = budget;
    this.addresses = new Addresses(loops, settings.targets());
    HttpClientOptions options = options(settings);
    this.clients =
        loops.all().stream()
            .collect(Collectors.toUnmodifiableMap(loop -> loop, _ -> client(options)));
  }

  private HttpClientOptions options(OutboundSettings settings) {
    return Tls.of(
        settings.trusted(),
        settings.own(),
        loops,
        new HttpClientOptions()
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setConnectTimeout(CONNECT_TIMEOUT_MS)
            .setDecompressionSupported(false)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxRedirects(0)
            .setTcpNoDelay(true)
            .setVerifyHost(true));
  }

  private HttpClient client(HttpClientOptions options) {
    return loops
        .vertx()
        .httpClientBuilder()
        .with(options)
        .with(
            new PoolOptions()
                .setHttp1MaxSize(MAX_CONNECTIONS_PER_TARGET)
                .setCleanerPeriod(POOL_SWEEP_MS))
        .withConnectHandler(HttpCaller::makeStrict)
        .build();
  }

  private static void makeStrict(HttpConnection connection) {
    StrictResponseDecoder decoder =
        new StrictResponseDecoder(new HttpDecoderConfig().setMaxHeaderSize(MAX_HEADER_BYTES));
    HttpRequestEncoder encoder =
        new HttpRequestEncoder() {
          @Override
          protected void encode(ChannelHandlerContext context, Object message, List<Object> out)
              throws Exception {
            if (message instanceof HttpRequest) {
              decoder.await();
            }
            super.encode(context, message, out);
          }
        };
    ((ConnectionBase) connection)
        .channel()
        .pipeline()
        .replace("codec", "codec", new CombinedChannelDuplexHandler<>(decoder, encoder));
    // Each call hears of its own failure; without this the library logs each as an error.
    connection.exceptionHandler(_ -> {});
  }

  /**
   * Makes the call.
   *
   * @param loop the loop this is called on
   * @param done told the outcome on that loop, exactly once, unless it is cut before
   * @return what cuts it, to be called on that loop
   */
  public Cut call(HttpCall call, Loop loop, Consumer<HttpOutcome> done) {
    HttpClient client = clients.get(loop);
    if (client == null) {
      throw new IllegalArgumentException("not a loop of this caller: " + loop);
    }
    CallInProgress begun = new CallInProgress(call, (VertxLoop) loop, budget, done);
    begun.start(client, addresses);
    return begun::cut;
  }

  /** Ends a call with its connection. */
  @FunctionalInterface
  public interface Cut {
    /** Does so, and nothing when the call has ended. */
    void cut();
  }

  /** Makes the call and waits for its outcome; for virtual threads, never on a loop. */
  public HttpOutcome call(HttpCall call) throws InterruptedException {
    CompletableFuture<HttpOutcome> outcome = new CompletableFuture<>();
    Loop loop = loops.next();
    loop.execute(() -> call(call, loop, outcome::complete));
    try {
      return outcome.get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
