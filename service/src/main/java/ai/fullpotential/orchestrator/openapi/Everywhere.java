package ai.fullpotential.orchestrator.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is so for every operation and answer: parameters, headers, and answers that the layer below
 * the resources gives. An operation that says something else of a status keeps what it says.
 */
record Everywhere(JsonNode parameters, JsonNode headers, JsonNode responses) {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  Everywhere(JsonNode written) {
    this(written.path("parameters"), written.path("headers"), written.path("responses"));
  }

  void writeInto(ObjectNode document) {
    for (JsonNode path : document.path("paths")) {
      path.forEachEntry(
          (method, operation) -> {
            if (METHODS.contains(method)) {
              complete((ObjectNode) operation);
            }
          });
    }
    document.path("components").path("responses").forEach(this::completeAnswer);
  }

  private void complete(ObjectNode operation) {
    ArrayNode all = operation.withArray("parameters");
    parameters.forEach(all::add);
    TreeMap<String, JsonNode> byStatus = new TreeMap<>();
    responses.forEachEntry(byStatus::put);
    operation.path("responses").forEachEntry(byStatus::put);
    operation.set("responses", operation.objectNode().setAll(byStatus));
    byStatus.values().forEach(this::completeAnswer);
  }

  private void completeAnswer(JsonNode answer) {
    if (!answer.has("$ref")) {
      ObjectNode own = ((ObjectNode) answer).withObjectProperty("headers");
      headers.forEachEntry(own::set);
    }
  }
}
