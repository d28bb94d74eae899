package ai.fullpotential.orchestrator.net;

import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A body as it comes in, up to its bound. */
final class RequestBody {

  private static final Set<String> LINES_TYPES =
      Set.of(Response.NDJSON, "application/ndjson", "application/jsonl");
  private static final byte[] NO_BODY = {};

  private final long announced;
  private final int maxBytes;
  private @Nullable Buffer whole;

  RequestBody(long announced, int maxBytes) {
    this.announced = announced;
    this.maxBytes = maxBytes;
  }

  /** The body's length as announced: -1 when it is chunked, 0 when there is none. */
  static long announcedLength(HttpServerRequest request) {
    if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      return -1;
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length.strip());
  }

  /** After an answer that came before the body, what follows on the connection is that body. */
  static void closeUnlessWhole(HttpServerRequest request, Exchange exchange) {
    if (announcedLength(request) != 0) {
      exchange.closeAfterwards();
    }
  }

  /** Whether this is one of the names of NDJSON, which has no registered one. */
  static boolean isLines(String contentType) {
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return LINES_TYPES.contains(type.strip().toLowerCase(Locale.ROOT));
  }

  /** Tells a client that waits for it that it may send its body. */
  static void invite(HttpServerRequest request) {
    if (announcedLength(request) != 0
        && request.version() == HttpVersion.HTTP_1_1
        && HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(
            request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
  }

  /** Takes the next piece; false when it is too much. */
  boolean add(Buffer piece) {
    int length = (whole == null ? 0 : whole.length()) + piece.length();
    if (length > maxBytes) {
      whole = null;
      return false;
    }
    if (whole == null) {
      whole = length == announced ? piece : Buffer.buffer(length * 2).appendBuffer(piece);
    } else {
      whole = whole.appendBuffer(piece);
    }
    return true;
  }

  byte[] bytes() {
    return whole == null ? NO_BODY : whole.getBytes();
  }
}
