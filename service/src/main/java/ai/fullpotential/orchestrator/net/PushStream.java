package ai.fullpotential.orchestrator.net;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Map;

/**
 * An answer that goes on until its client leaves: pieces are pushed as they come. It keeps little for a
 * client that does not read: ask {@link #takes} before writing. Confined to the exchange's loop.
 */
public final class PushStream implements Streaming {

  /** What may wait in memory for a client to take it, beside the piece written last. */
  private static final int MAX_WAITING_BYTES = 32 * 1024;

  private final Exchange exchange;
  private final HttpServerResponse response;
  private final boolean compressed;
  private boolean ended;
  private long waiting;

  private PushStream(Exchange exchange) {
    this.exchange = exchange;
    this.response = exchange.request().response();
    this.compressed = Asset.takesGzip(exchange);
  }

  /** Whether the client's version of HTTP has answers without an end; else it is told so. */
  public static boolean isPossible(Exchange exchange) {
    boolean possible = exchange.request().version() == HttpVersion.HTTP_1_1;
    if (!possible) {
      exchange.refuse(
          ErrorCode.INVALID_REQUEST,
          "This answer comes in chunks, which need HTTP/1.1.",
          Map.of("rule", "RFC 9112"));
    }
    return possible;
  }

  /**
   * Begins the answer, compressed for a client that takes gzip.
   *
   * @param head its status, content type and headers
   * @param drained run whenever a client that took nothing takes something again
   * @param ended run once when nothing can be written any more
   */
  public static PushStream open(
      Exchange exchange, Response head, Runnable drained, Runnable ended) {
    PushStream stream = new PushStream(exchange);
    stream.start(head, drained, ended);
    return stream;
  }

  private void start(Response head, Runnable drained, Runnable closed) {
    response.setWriteQueueMaxSize(MAX_WAITING_BYTES);
    response.drainHandler(_ -> drained.run());
    response.closeHandler(_ -> closed.run());
    response.endHandler(_ -> closed.run());
    exchange.stream(this, compressed ? head.with("Content-Encoding", "gzip") : head);
    exchange.guard().beginPush();
    if (compressed) {
      send(Piece.GZIP_HEAD);
    }
    exchange.tell(head.status());
  }

  /** Whether the client keeps up, so that another piece may be written. */
  public boolean takes() {
    return !ended && !response.closed() && !response.writeQueueFull();
  }

  /** Sends a piece. */
  public void write(Piece piece) {
    send(compressed ? piece.compressed() : piece.plain());
  }

  /** How many bytes wait in memory for the client to take them. */
  public long waiting() {
    return waiting;
  }

  private void send(byte[] bytes) {
    if (!ended && !response.closed()) {
      waiting += bytes.length;
      response
          .write(BufferInternal.buffer(Unpooled.wrappedBuffer(bytes)))
          .onComplete(_ -> taken(bytes.length));
    }
  }

  private void taken(int bytes) {
    waiting -= bytes;
    exchange.guard().taken();
  }

  /** Ends the answer and its connection. */
  public void end() {
    if (!ended) {
      ended = true;
      exchange.closeAfterwards();
      exchange.endStream(Buffer.buffer());
    }
  }

  /** Ends the connection at once, and with it what waits. */
  public void drop() {
    ended = true;
    exchange.guard().drop();
  }

  /** Nothing can be told in the middle of what is pushed. */
  @Override
  public void endWith(byte[] error) {
    end();
  }
}
