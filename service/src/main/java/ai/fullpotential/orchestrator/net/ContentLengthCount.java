package ai.fullpotential.orchestrator.net;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;

/** Watches the names of a message's headers: none may be empty, and one Content-Length is enough. */
final class ContentLengthCount {

  private boolean seen;

  /** A new message begins. */
  void reset() {
    seen = false;
  }

  /** A header begins. */
  void add(AsciiString name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a header without a name");
    }
    if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
      if (seen) {
        throw new IllegalArgumentException("more than one Content-Length");
      }
      seen = true;
    }
  }
}
