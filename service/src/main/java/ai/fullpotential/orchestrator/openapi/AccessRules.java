package ai.fullpotential.orchestrator.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Who may use which operation: what it needs of a token, and the answers to those who have none or too
 * little. Where nobody is asked who he is, no token is needed either, so each need has its alternative.
 */
record AccessRules(Map<String, String> byOperation) {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final String OPEN = "open";
  private static final String SIGNED_IN = "signed_in";

  static AccessRules of(JsonNode written) {
    Map<String, String> rules = new HashMap<>();
    written.forEachEntry(
        (rule, operations) ->
            operations.forEach(
                operation -> {
                  if (rules.put(operation.asText(), rule) != null) {
                    throw new IllegalStateException(operation.asText() + " has two rules");
                  }
                }));
    return new AccessRules(rules);
  }

  void writeInto(ObjectNode document) {
    document
        .path("paths")
        .forEachEntry(
            (path, item) ->
                item.forEachEntry(
                    (method, operation) -> {
                      if (METHODS.contains(method)) {
                        write(method.toUpperCase(Locale.ROOT) + " " + path, (ObjectNode) operation);
                      }
                    }));
  }

  private void write(String name, ObjectNode operation) {
    String rule = byOperation.get(name);
    if (rule == null) {
      throw new IllegalStateException(name + " is not in access.yaml");
    }
    var security = operation.putArray("security");
    if (rule.equals(OPEN)) {
      return;
    }
    var scopes = security.addObject().putArray("bearer");
    security.addObject();
    ObjectNode answers = operation.withObjectProperty("responses");
    refer(answers, "401", "Unauthorized");
    if (!rule.equals(SIGNED_IN)) {
      scopes.add(rule);
      refer(answers, "403", "Forbidden");
    }
  }

  private static void refer(ObjectNode answers, String status, String name) {
    answers.putObject(status).put("$ref", "#/components/responses/" + name);
  }
}
