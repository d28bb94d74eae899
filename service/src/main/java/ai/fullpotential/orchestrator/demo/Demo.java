package ai.fullpotential.orchestrator.demo;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.HttpCall;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.HttpOutcome;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Registers the sample droplets, sends a handful of tasks and tells what became of each. */
public final class Demo {

  private static final Duration TIMEOUT = Duration.ofSeconds(35);
  private static final int MAX_BYTES = 1024 * 1024;

  private final HttpCaller http;
  private final BaseUrl orchestrator;
  private final BaseUrl registry;

  /** A demo of the service and the Registry at these addresses. */
  public Demo(HttpCaller http, BaseUrl orchestrator, BaseUrl registry) {
    this.http = http;
    this.orchestrator = orchestrator;
    this.registry = registry;
  }

  /**
   * What became of one task.
   *
   * @param what the task in a few words
   * @param httpStatus of the orchestrator's answer
   * @param status the task's status, or the error's code
   * @param attempts how often the droplet was called
   * @param millis how long it took
   * @param answer what the droplet said, or what went wrong
   */
  public record Row(
      String what, int httpStatus, String status, int attempts, long millis, String answer) {}

  /** Makes the droplets known to the Registry, as each would do itself at its start. */
  public void register(Map<String, Integer> ports) throws InterruptedException {
    for (Map.Entry<String, Integer> droplet : ports.entrySet()) {
      Map<String, String> entry =
          Map.of("name", droplet.getKey(), "endpoint", "http://127.0.0.1:" + droplet.getValue());
      Answer answer = post(registry, "/droplets", entry);
      if (answer.status() != 201) {
        throw new IllegalStateException("the Registry answered " + answer + " to " + entry);
      }
    }
  }

  /** Sends the tasks, one after another. */
  public List<Row> tasks() throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    rows.add(task("greeter", "GET", "/hello", null));
    rows.add(task("greeter", "POST", "/echo", Map.of("text", "good morning", "number", 1.50)));
    rows.add(task("moody", "GET", "/work", null));
    rows.add(task("greeter", "GET", "/nothing-here", null));
    rows.add(task("nobody", "GET", "/hello", null));
    return rows;
  }

  private Row task(String droplet, String method, String path, @Nullable Object payload)
      throws InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("droplet_name", droplet);
    body.put("method", method);
    body.put("path", path);
    if (payload != null) {
      body.put("payload", payload);
    }
    Answer answer = post(orchestrator, "/orchestrator/tasks", body);
    JsonNode json = answer.body();
    JsonNode error = json.path("error");
    boolean ended = error.isMissingNode();
    return new Row(
        method + " " + droplet + path,
        answer.status(),
        ended ? json.path("status").asText() : error.path("code").asText(),
        ended ? json.path("retry_count").asInt() + 1 : 0,
        json.path("duration_ms").asLong(),
        ended ? json.path("response_body").toString() : error.path("message").asText());
  }

  private record Answer(int status, JsonNode body) {}

  private Answer post(BaseUrl target, String path, Object body) throws InterruptedException {
    HttpOutcome outcome =
        http.call(
            new HttpCall("POST", target, path, Map.of(), Json.of(body).utf8(), TIMEOUT, MAX_BYTES));
    if (outcome instanceof HttpOutcome.Answered answered) {
      try {
        return new Answer(answered.status(), Json.tree(answered.body()));
      } catch (MalformedJson e) {
        throw new IllegalStateException(target + path + " answered no JSON", e);
      }
    }
    throw new IllegalStateException(target + path + ": " + outcome);
  }
}
