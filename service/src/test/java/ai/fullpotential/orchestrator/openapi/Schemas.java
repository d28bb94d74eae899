package ai.fullpotential.orchestrator.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The schemas of the description, ready to hold texts to them. Safe for any thread. */
final class Schemas {

  private static final String ID = "https://orchestrator.test/openapi";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<JsonNode, Schema> ready = new HashMap<>();

  /** Those that stand under "schema" anywhere in the document. */
  Schemas(JsonNode document) {
    List<JsonNode> all = document.findValues("schema").stream().distinct().toList();
    ObjectNode whole = JSON.createObjectNode();
    whole.set("components", document.get("components"));
    ArrayNode numbered = whole.putArray("all");
    all.forEach(numbered::add);
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(ID, whole.toString())));
    for (int i = 0; i < all.size(); i++) {
      ready.put(all.get(i), registry.getSchema(SchemaLocation.of(ID + "#/all/" + i)));
    }
  }

  /** What is wrong with a text that is to be JSON of this schema; nothing when it is right. */
  List<String> faults(JsonNode schema, String json) {
    return Objects.requireNonNull(ready.get(schema), "a schema that is not in the document")
        .validate(
            json,
            InputFormat.JSON,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Object::toString)
        .toList();
  }

  /** The same for a text that is to be the string itself. */
  List<String> faultsOfText(JsonNode schema, String text) {
    return faults(schema, JSON.getNodeFactory().textNode(text).toString());
  }
}
