package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Turn;
import ai.fullpotential.orchestrator.net.Turns;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes batches as the service does: the same key gives the same task. */
final class BatchService {

  /** The path of each task by its key, in the order in which they were made. */
  final Map<String, String> tasks = new LinkedHashMap<>();

  /** Takes each line, but for those that have a field {@code bad} or are no object. */
  Turn takes() {
    return (request, connection) ->
        Turns.send(
                Turns.answer(200, "application/x-ndjson", answers(request.body().lines().toList())))
            .play(request, connection);
  }

  private String answers(List<String> lines) {
    StringBuilder answers = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      answers.append(answer(i + 1, lines.get(i))).append('\n');
    }
    return answers.toString();
  }

  private String answer(int number, String line) {
    JsonNode task = parsed(line);
    if (!task.isObject() || task.has("bad")) {
      return refused(number, "INVALID_REQUEST", "it is bad");
    }
    String key = task.path("idempotency_key").asText();
    tasks.putIfAbsent(key, task.path("path").asText());
    return "{\"line\":%d,\"task_id\":\"of-%s\",\"status\":\"queued\",\"status_url\":\"/x\"}"
        .formatted(number, key);
  }

  /** The answer to a line that is not taken. */
  static String refused(int line, String code, String message) {
    return "{\"line\":%d,\"status\":\"error\",\"error\":%s,\"timestamp\":\"x\"}"
        .formatted(line, error(code, message));
  }

  /** The answer to a request that is not taken. */
  static String envelope(String code, String message) {
    return "{\"status\":\"error\",\"error\":%s,\"timestamp\":\"x\"}"
        .formatted(error(code, message));
  }

  private static String error(String code, String message) {
    return "{\"code\":\"%s\",\"message\":\"%s\",\"details\":{}}".formatted(code, message);
  }

  private static JsonNode parsed(String line) {
    try {
      return Json.tree(line.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedJson refused) {
      return NullNode.getInstance();
    }
  }
}
