package ai.fullpotential.orchestrator.net;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hears of every answered request, on its loop. Must be quick and must not throw. */
@FunctionalInterface
public interface ExchangeListener {

  /**
   * An answer was sent.
   *
   * @param method of the request
   * @param path of the request, without its query
   * @param template of the route that answered, or empty when none did
   * @param status the HTTP status
   * @param requestId as it was sent in X-Request-ID
   * @param traceId of the trace that the request belongs to, or null when it tells none
   * @param took from the whole request's arrival to the answer
   */
  void answered(
      String method,
      String path,
      String template,
      int status,
      String requestId,
      @Nullable String traceId,
      Duration took);
}
