package ai.fullpotential.orchestrator.openapi;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An answer, and what it is the answer to.
 *
 * @param method of the request; empty when it was no HTTP
 * @param path of the request, perhaps with a query
 * @param headers of the answer, by their names in lower case
 * @param body of the answer, whole
 */
public record Heard(
    String method, String path, int status, Map<String, String> headers, String body) {

  /** What a client was answered, whose body is this text. */
  public static Heard of(HttpResponse<?> response, String body) {
    Map<String, String> headers = new HashMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    return new Heard(
        response.request().method(),
        response.uri().getRawPath(),
        response.statusCode(),
        headers,
        body);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The type without its parameters; empty when none is told. */
  String contentType() {
    return header("content-type").orElse("").split(";")[0].strip();
  }

  String pathAlone() {
    return path.split("\\?", 2)[0];
  }

  @Override
  public String toString() {
    String shown = body.length() > 2000 ? body.substring(0, 2000) + "…" : body;
    return method + " " + path + " -> " + status + " " + contentType() + " " + shown;
  }
}
