package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.json.JsonText;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request to the service.
 *
 * @param path below the service's own URL, encoded
 * @param deadline from connecting to the last byte of the answer
 */
record Call(
    String method,
    String path,
    Map<String, String> headers,
    BodyPublisher body,
    Duration deadline) {

  /** For what the service answers at once. */
  private static final Duration USUAL = Duration.ofSeconds(30);

  static Call of(String method, String path) {
    return new Call(method, path, Map.of(), BodyPublishers.noBody(), USUAL);
  }

  static Call post(String path, JsonText body) {
    return of("POST", path).with("Content-Type", "application/json").carrying(body.utf8());
  }

  Call carrying(byte[] content) {
    return new Call(method, path, headers, BodyPublishers.ofByteArray(content), deadline);
  }

  Call with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Call(method, path, more, body, deadline);
  }

  /** The same, with as much time more as the service was asked to take. */
  Call waiting(Duration longer) {
    return new Call(method, path, headers, body, USUAL.plus(longer));
  }
}
