package ai.fullpotential.orchestrator.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Who may use which operation, as the served description has it. */
public final class ScopesInDocument {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private ScopesInDocument() {}

  /** From the method and the path to the scope, or to open or signed_in. */
  public static Map<String, String> read() {
    Map<String, String> rules = new TreeMap<>();
    Description.read()
        .path("paths")
        .forEachEntry(
            (path, item) ->
                item.forEachEntry(
                    (method, operation) -> {
                      if (METHODS.contains(method)) {
                        rules.put(method.toUpperCase(Locale.ROOT) + " " + path, rule(operation));
                      }
                    }));
    return rules;
  }

  private static String rule(JsonNode operation) {
    JsonNode security = operation.path("security");
    if (security.isEmpty()) {
      return operation.path("responses").has("401") ? "401 without security" : "open";
    }
    return security.get(0).path("bearer").path(0).asText("signed_in");
  }
}
