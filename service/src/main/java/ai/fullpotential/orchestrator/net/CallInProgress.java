package ai.fullpotential.orchestrator.net;

import ai.fullpotential.orchestrator.net.Loops.VertxLoop;
import ai.fullpotential.orchestrator.time.Loop;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One call on its way. Confined to its loop. The first thing that ends it is its outcome. */
final class CallInProgress {

  private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");
  private static final byte[] NOTHING = {};
  private static final Duration LOOK_FOR_ROOM = Duration.ofMillis(5);

  private final HttpCall call;
  private final VertxLoop loop;
  private final AnswerBudget budget;
  private final Consumer<HttpOutcome> done;
  private Loop.@Nullable Timer deadline;
  private @Nullable HttpClientRequest request;
  private @Nullable Buffer body;
  private @Nullable HttpClientResponse answer;
  private long reserved;
  private boolean growing;
  private boolean ended;

  CallInProgress(HttpCall call, VertxLoop loop, AnswerBudget budget, Consumer<HttpOutcome> done) {
    this.call = call;
    this.loop = loop;
    this.budget = budget;
    this.done = done;
  }

  void start(HttpClient client, Addresses addresses) {
    deadline = loop.after(call.timeout(), this::timeIsUp);
    addresses.find(call.target(), loop, address -> connect(client, address), this::notConnected);
  }

  private void connect(HttpClient client, SocketAddress address) {
    if (ended) {
      return;
    }
    RequestOptions options =
        new RequestOptions()
            .setServer(address)
            .setMethod(HttpMethod.valueOf(call.method()))
            .setHost(call.target().address())
            .setPort(call.target().port())
            .setSsl(call.target().secure())
            .setURI(call.target().basePath() + call.path())
            .setConnectTimeout(Math.max(1, call.timeout().toMillis()))
            .setFollowRedirects(false);
    client.request(options).onComplete(this::send, this::notConnected);
  }

  private void send(HttpClientRequest connected) {
    if (ended) {
      abandon(connected);
      return;
    }
    request = connected;
    connected.putHeader(HttpHeaders.HOST, call.target().authority());
    call.headers().forEach(connected::putHeader);
    connected.exceptionHandler(this::broken);
    connected.response().onComplete(this::receive, this::broken);
    byte[] content = call.body();
    if (content != null) {
      connected.putHeader(HttpHeaders.CONTENT_TYPE, Response.JSON);
      connected.end(Buffer.buffer(content)).onFailure(this::broken);
    } else if (call.method().equals("GET") || call.method().equals("DELETE")) {
      connected.end().onFailure(this::broken);
    } else {
      connected.putHeader(HttpHeaders.CONTENT_LENGTH, "0");
      connected.end().onFailure(this::broken);
    }
  }

  private void receive(HttpClientResponse response) {
    if (ended) {
      return;
    }
    int status = response.statusCode();
    answer = response;
    response.exceptionHandler(this::broken);
    long announced = announcedLength(response);
    if (announced > call.maxBytes()) {
      end(new HttpOutcome.TooLarge(status, call.maxBytes()));
      return;
    }
    if (announced > AnswerBudget.FREE_BYTES) {
      awaitRoom(announced);
    }
    response.handler(piece -> take(piece, status));
    response.endHandler(
        _ ->
            end(
                new HttpOutcome.Answered(
                    status,
                    response.getHeader(HttpHeaders.CONTENT_TYPE),
                    response.getHeader(RETRY_AFTER),
                    body == null ? NOTHING : body.getBytes())));
  }

  private void take(Buffer piece, int status) {
    if (ended) {
      return;
    }
    int length = (body == null ? 0 : body.length()) + piece.length();
    if (length > call.maxBytes()) {
      end(new HttpOutcome.TooLarge(status, call.maxBytes()));
    } else if (body == null) {
      body = piece;
    } else {
      if (length > AnswerBudget.FREE_BYTES && reserved == 0) {
        awaitRoom(call.maxBytes());
      }
      if (!growing) {
        body = Buffer.buffer(length * 2).appendBuffer(body);
        growing = true;
      }
      body.appendBuffer(piece);
    }
  }

  /**
   * The droplet waits, with its answer half sent, until there is room for all of it. One that will close
   * the connection after its answer cannot wait: what it has sent would be lost with the connection.
   */
  private void awaitRoom(long bytes) {
    HttpClientResponse waiting = answer;
    if (ended || waiting == null) {
      return;
    }
    reserved = budget.take(bytes);
    if (reserved == 0 && staysOpen(waiting)) {
      waiting.pause();
      loop.after(LOOK_FOR_ROOM, () -> awaitRoom(bytes));
    } else {
      waiting.resume();
    }
  }

  private static boolean staysOpen(HttpClientResponse response) {
    String connection = response.getHeader(HttpHeaders.CONNECTION);
    boolean delimited =
        response.getHeader(HttpHeaders.CONTENT_LENGTH) != null
            || response.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    return delimited
        && response.version() == HttpVersion.HTTP_1_1
        && (connection == null || !connection.toLowerCase(Locale.ROOT).contains("close"));
  }

  /** The body's length as announced, or -1. */
  private static long announcedLength(HttpClientResponse response) {
    String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean bodiless = response.statusCode() == 204 || response.statusCode() == 304;
    try {
      return length == null || bodiless ? -1 : Long.parseLong(length.strip());
    } catch (NumberFormatException tooLong) {
      return Long.MAX_VALUE;
    }
  }

  private void timeIsUp() {
    String seconds = Seconds.text(call.timeout());
    end(
        new HttpOutcome.TimedOut(
            request == null
                ? "no connection to " + call.target().origin() + " within " + seconds + " s"
                : "no whole answer from " + call.target().origin() + " within " + seconds + " s"));
  }

  private void notConnected(Throwable cause) {
    String origin = call.target().origin();
    end(
        switch (cause) {
          // The latter for what no name looks like: an empty label, one of more than 63 characters.
          case UnknownHostException _, IllegalArgumentException _ ->
              new HttpOutcome.Unresolved(
                  "the host name " + call.target().host() + " cannot be resolved");
          case RefusedTarget refused -> new HttpOutcome.Refused(refused.detail());
          case ConnectTimeoutException _ ->
              new HttpOutcome.TimedOut("no connection to " + origin + " in time");
          case NoRouteToHostException _ ->
              new HttpOutcome.Refused("there is no route to " + origin);
          case ConnectException _ -> new HttpOutcome.Refused("connection refused by " + origin);
          case SSLException failed ->
              new HttpOutcome.Broken(
                  "the TLS handshake with " + origin + " " + Tls.failure(failed));
          default -> new HttpOutcome.Refused("no connection to " + origin);
        });
  }

  private void broken(Throwable cause) {
    end(
        new HttpOutcome.Broken(
            "the connection to "
                + call.target().origin()
                + (cause instanceof IOException || isClosed(cause)
                    ? " was closed or reset before the answer was whole"
                    : " brought what is not valid HTTP")));
  }

  private static boolean isClosed(Throwable cause) {
    return cause instanceof HttpClosedException || cause instanceof StreamResetException;
  }

  private void end(HttpOutcome outcome) {
    if (ended) {
      return;
    }
    ended = true;
    if (deadline != null) {
      deadline.cancel();
    }
    if (request != null && !(outcome instanceof HttpOutcome.Answered)) {
      abandon(request);
    }
    body = null;
    try {
      done.accept(outcome);
    } finally {
      budget.giveBack(reserved);
    }
  }

  /** Ends the call with its connection, and tells nothing. */
  void cut() {
    if (ended) {
      return;
    }
    ended = true;
    if (deadline != null) {
      deadline.cancel();
    }
    if (request != null) {
      abandon(request);
    }
    body = null;
    budget.giveBack(reserved);
  }

  /** Gives up the connection: what still comes on it belongs to nobody. */
  private static void abandon(HttpClientRequest request) {
    request.reset();
  }
}
