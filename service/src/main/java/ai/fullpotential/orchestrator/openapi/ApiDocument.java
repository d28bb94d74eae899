package ai.fullpotential.orchestrator.openapi;

import ai.fullpotential.orchestrator.net.Asset;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The description of the API, joined from files of which each tells of one resource. What is so for
 * every operation is written once, in the head, and put into each here.
 */
public final class ApiDocument {

  private static final String ROOT = "openapi/";
  private static final List<String> PARTS =
      List.of(
          "api",
          "tasks",
          "task-requests",
          "task-records",
          "batch",
          "replays",
          "policies",
          "schedules",
          "events",
          "mesh",
          "droplets",
          "service",
          "metrics",
          "docs",
          "console",
          "errors",
          "error-answers",
          "error-examples",
          "access");

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private final ObjectNode whole;

  private ApiDocument(ObjectNode whole) {
    this.whole = whole;
  }

  /** The description of this version. */
  public static ApiDocument of(String version) {
    ObjectNode whole = YAML.createObjectNode();
    PARTS.forEach(part -> join(whole, part(part), part));
    whole.withObject("/info").put("version", version);
    JsonNode everywhere = whole.remove("x-everywhere");
    AccessRules.of(whole.remove("x-access")).writeInto(whole);
    new Everywhere(everywhere).writeInto(whole);
    return new ApiDocument(whole);
  }

  private static ObjectNode part(String name) {
    try {
      return (ObjectNode) YAML.readTree(Asset.resource(ROOT + name + ".yaml"));
    } catch (IOException damaged) {
      throw new UncheckedIOException(name, damaged);
    }
  }

  private static void join(ObjectNode into, ObjectNode part, String name) {
    part.forEachEntry(
        (field, value) -> {
          JsonNode there = into.get(field);
          if (there == null) {
            into.set(field, value);
          } else if (there instanceof ObjectNode before && value instanceof ObjectNode more) {
            join(before, more, name);
          } else {
            throw new IllegalStateException(name + " says again what " + field + " is");
          }
        });
  }

  /** As JSON in UTF-8, compact. */
  @SuppressWarnings("MutableMethodReturnType")
  public byte[] json() {
    return write(new ObjectMapper());
  }

  /** As YAML in UTF-8. */
  @SuppressWarnings("MutableMethodReturnType")
  public byte[] yaml() {
    return write(YAML);
  }

  private byte[] write(ObjectMapper mapper) {
    try {
      return mapper.writeValueAsBytes(whole);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
