package ai.fullpotential.orchestrator.net;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** The status and headers that every answer has, and those of its own. */
final class AnswerHead {

  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-ID");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("X-Content-Type-Options");

  private AnswerHead() {}

  static void write(Response response, String requestId, HttpServerResponse out) {
    out.setStatusCode(response.status());
    var headers = out.headers();
    headers.set(HttpHeaders.CONTENT_TYPE, response.contentType());
    headers.set(REQUEST_ID, requestId);
    headers.set(CONTENT_TYPE_OPTIONS, NOSNIFF);
    headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
    response.headers().forEach(headers::set);
  }
}
