package ai.fullpotential.orchestrator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.HttpCall;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.HttpOutcome;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Calls to a Registry under test, as any program of the mesh makes them. */
final class RegistryCalls {

  private final HttpCaller http;
  private final BaseUrl registry;

  RegistryCalls(HttpCaller http, int port) {
    this.http = http;
    this.registry = BaseUrl.parse("http://127.0.0.1:" + port).orElseThrow();
  }

  /** An answer, its body as text and as JSON. */
  record Reply(int status, String body) {
    JsonNode json() {
      try {
        return Json.tree(body.getBytes(StandardCharsets.UTF_8));
      } catch (MalformedJson e) {
        throw new AssertionError(body, e);
      }
    }

    /** The part of the answer at this JSON pointer, as compact text. */
    String at(String pointer) {
      return json().at(pointer).toString();
    }
  }

  Reply get(String path) throws InterruptedException {
    return call(HttpCall.get(registry, path, Duration.ofSeconds(10), 1024 * 1024));
  }

  Reply post(String path, String body) throws InterruptedException {
    return send("POST", path, body, Map.of());
  }

  Reply patch(String path, String body) throws InterruptedException {
    return send("PATCH", path, body, Map.of());
  }

  Reply delete(String path) throws InterruptedException {
    return call(
        new HttpCall(
            "DELETE", registry, path, Map.of(), null, Duration.ofSeconds(10), 1024 * 1024));
  }

  private Reply send(String method, String path, String body, Map<String, String> headers)
      throws InterruptedException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return call(
        new HttpCall(method, registry, path, headers, bytes, Duration.ofSeconds(10), 1024 * 1024));
  }

  private Reply call(HttpCall call) throws InterruptedException {
    HttpOutcome outcome = http.call(call);
    assertThat(outcome).isInstanceOf(HttpOutcome.Answered.class);
    HttpOutcome.Answered answered = (HttpOutcome.Answered) outcome;
    return new Reply(answered.status(), new String(answered.body(), StandardCharsets.UTF_8));
  }
}
