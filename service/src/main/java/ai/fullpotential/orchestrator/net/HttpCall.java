package ai.fullpotential.orchestrator.net;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One outbound call, whole: it is made as it stands and never repeated.
 *
 * @param method GET, POST, PUT, PATCH or DELETE
 * @param target the service that is called
 * @param path what follows the target's base path, with its query; begins with a slash
 * @param headers the only headers sent, beside Host, Content-Length and Content-Type
 * @param body JSON, or null for none
 * @param timeout for all of it, from connecting to the answer's last byte
 * @param maxBytes the largest answer that is read
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpCall(
    String method,
    BaseUrl target,
    String path,
    Map<String, String> headers,
    byte @Nullable [] body,
    Duration timeout,
    int maxBytes) {

  /** A GET without a body. */
  public static HttpCall get(BaseUrl target, String path, Duration timeout, int maxBytes) {
    return new HttpCall("GET", target, path, Map.of(), null, timeout, maxBytes);
  }
}
