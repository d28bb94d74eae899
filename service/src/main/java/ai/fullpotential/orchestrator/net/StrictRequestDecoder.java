package ai.fullpotential.orchestrator.net;

import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * The library's request decoder, which drops a Content-Length beside Transfer-Encoding and goes on.
 * Two programs that disagree on where such a request ends let one caller speak in another's name,
 * so it is refused here (RFC 9112, section 6.3).
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

  StrictRequestDecoder(HttpServerOptions options) {
    super(options);
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
  }
}
