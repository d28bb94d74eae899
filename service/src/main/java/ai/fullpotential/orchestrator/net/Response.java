package ai.fullpotential.orchestrator.net;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An answer, whole.
 *
 * @param status the HTTP status
 * @param contentType of the body
 * @param body its bytes, perhaps none; not to be changed any more
 * @param headers further headers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere on the hot path
public record Response(int status, String contentType, byte[] body, Map<String, String> headers) {

  private static final int NOT_MODIFIED = 304;

  static final String JSON = "application/json";
  static final String NDJSON = "application/x-ndjson";

  /** JSON bytes with a status. */
  public static Response json(int status, byte[] body) {
    return new Response(status, JSON, body, Map.of());
  }

  /** A record, map or collection as JSON, with status 200. */
  public static Response ok(Object value) {
    return json(200, value instanceof JsonText text ? text.utf8() : Json.of(value).utf8());
  }

  /** Of the body; of one that its reader has already, nothing is told (RFC 9110, 8.6). */
  Optional<String> length() {
    return status == NOT_MODIFIED ? Optional.empty() : Optional.of(Integer.toString(body.length));
  }

  /** The same answer with one more header. */
  public Response with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Response(status, contentType, body, Map.copyOf(more));
  }
}
