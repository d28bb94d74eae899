package ai.fullpotential.orchestrator.net;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What two programs may read differently in a head that is valid line by line (RFC 9112, sections
 * 3.2 and 6.1). The decoder has refused the rest.
 */
final class Ambiguity {

  /** The library's own check of a host fails on some that it should refuse. */
  private static final Pattern HOST =
      Pattern.compile("(?:[\\w.~!$&'()*+,;=%-]*|\\[[0-9A-Fa-f:.]+])(?::[0-9]*)?");

  private Ambiguity() {}

  /** What is ambiguous, worded to follow a colon, or empty. */
  static Optional<String> in(HttpServerRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    if (hosts.size() > 1) {
      return Optional.of("it has " + hosts.size() + " Host headers");
    }
    if (hosts.isEmpty() && request.version() == HttpVersion.HTTP_1_1) {
      return Optional.of("it has no Host header");
    }
    if (!hosts.isEmpty() && !HOST.matcher(hosts.getFirst()).matches()) {
      return Optional.of("its Host is no host");
    }
    List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    if (!codings.isEmpty()
        && (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked"))) {
      return Optional.of("its Transfer-Encoding is not exactly 'chunked'");
    }
    if (!codings.isEmpty() && request.version() == HttpVersion.HTTP_1_0) {
      return Optional.of("HTTP/1.0 has no Transfer-Encoding");
    }
    return Optional.empty();
  }
}
