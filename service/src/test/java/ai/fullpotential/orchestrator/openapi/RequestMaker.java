package ai.fullpotential.orchestrator.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes requests from the description: good ones, and ones with something wrong; the same for a seed. */
final class RequestMaker {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 4;

  /** What fields of these names need, to be good. Policies are for a droplet that no task goes to. */
  private static final Map<String, String> GOOD =
      Map.ofEntries(
          Map.entry("droplet_name", "target"),
          Map.entry("target", "target"),
          Map.entry("path", "/work?x=1"),
          Map.entry("cron", "*/5 * * * *"),
          Map.entry("time_zone", "Europe/Berlin"),
          Map.entry("deadline", "2126-01-01T00:00:00Z"),
          Map.entry("run_at", "2126-01-01T00:00:00Z"),
          Map.entry("wait", "0"),
          Map.entry("Prefer", "respond-async"),
          Map.entry("service_name", "target"));

  private static final List<String> BAD =
      List.of(
          "",
          "%00",
          "..%2f..%2fetc",
          "%ff",
          "a".repeat(3000),
          "<img src=x onerror=alert(1)>",
          "' OR 1=1 --",
          "-1",
          "99999999999999999999",
          "NaN",
          "null",
          "wait=999999",
          "%E2%80%AE");

  private final Description description;
  private final SplittableRandom random;
  private final Map<String, String> there;

  /**
   * A request.
   *
   * @param target path and query, as they go into the request line
   * @param headers each a whole line
   * @param body its bytes, each as one character
   */
  record Made(String method, String target, List<String> headers, String body) {}

  /**
   * A maker.
   *
   * @param there ids of things that are there, by the names of path parameters
   */
  RequestMaker(Description description, long seed, Map<String, String> there) {
    this.description = description;
    this.random = new SplittableRandom(seed);
    this.there = there;
  }

  /** A request for this operation. */
  Made of(String path, String method, JsonNode parameters, JsonNode operation) {
    List<String> headers = new ArrayList<>();
    StringBuilder query = new StringBuilder();
    String target = path;
    for (JsonNode each : all(parameters, operation.path("parameters"))) {
      JsonNode parameter = description.resolve(each);
      String name = parameter.path("name").asText();
      String value = parameterValue(name, parameter.path("schema"));
      switch (parameter.path("in").asText()) {
        case "path" -> target = target.replace("{" + name + "}", value.isEmpty() ? "x" : value);
        case "header" -> {
          if (chance(3)) {
            headers.add(name + ": " + value);
          }
        }
        default -> {
          if (chance(3)) {
            query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(value);
          }
        }
      }
    }
    if (chance(20)) {
      query.append(query.isEmpty() ? '?' : '&').append("unknown=1");
    }
    JsonNode content = description.resolve(operation.path("requestBody")).path("content");
    byte[] body = {};
    if (!content.isEmpty()) {
      String type = content.fieldNames().next();
      headers.add("Content-Type: " + (chance(25) ? "text/plain" : type));
      body = body(content.path(type).path("schema"), type);
    }
    return new Made(
        method.toUpperCase(Locale.ROOT),
        target.replace(" ", "%20") + query,
        headers,
        new String(body, StandardCharsets.ISO_8859_1));
  }

  private static List<JsonNode> all(JsonNode some, JsonNode more) {
    List<JsonNode> all = new ArrayList<>();
    some.forEach(all::add);
    more.forEach(all::add);
    return all;
  }

  private String parameterValue(String name, JsonNode schema) {
    String known = there.getOrDefault(name, GOOD.get(name));
    if (chance(4)) {
      return BAD.get(random.nextInt(BAD.size())).replace(" ", "%20");
    }
    return known != null ? known : value(name, schema, 0).asText().replace(" ", "%20");
  }

  private byte[] body(JsonNode schema, String type) {
    JsonNode good = value("", schema, 0);
    String text = good.isTextual() ? good.asText() : spoilt(good);
    if (type.contains("ndjson")) {
      text = text + "\n" + spoilt(value("", schema, 0)) + "\n";
    }
    return switch (random.nextInt(16)) {
      case 0 -> text.substring(0, random.nextInt(text.length() + 1)).getBytes(UTF_8);
      case 1 -> new byte[0];
      case 2 -> noise();
      case 3 -> "[".repeat(2000).getBytes(UTF_8);
      default -> text.getBytes(UTF_8);
    };
  }

  private byte[] noise() {
    byte[] bytes = new byte[random.nextInt(200)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  /** The same with perhaps one thing wrong with it. */
  private String spoilt(JsonNode good) {
    if (good instanceof ObjectNode object && !object.isEmpty() && chance(2)) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(8)) {
        case 0 -> object.remove(name);
        case 1 -> object.putNull(name);
        case 2 -> object.put(name, "\u0000\u202e" + "x".repeat(random.nextInt(400)));
        case 3 -> object.put(name, 1e300);
        case 4 -> object.put(name, -1);
        case 5 -> object.set(name, NODES.arrayNode().add(NODES.objectNode()));
        case 6 -> object.put(name + "x", true);
        default -> {
          String text = object.toString();
          return text.substring(0, text.length() - 1) + ",\"" + name + "\":1}";
        }
      }
    }
    return good.toString();
  }

  private JsonNode value(String name, JsonNode reference, int depth) {
    JsonNode schema = description.resolve(reference);
    for (String choice : List.of("oneOf", "anyOf", "allOf")) {
      if (schema.path(choice).isArray()) {
        return value(
            name, schema.get(choice).get(random.nextInt(schema.get(choice).size())), depth);
      }
    }
    if (schema.path("enum").isArray()) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    if (schema.has("const")) {
      return schema.get("const");
    }
    JsonNode type = schema.path("type");
    return switch (type.isArray() ? type.get(0).asText() : type.asText()) {
      case "object" -> object(schema, depth);
      case "array" -> array(name, schema, depth);
      case "integer" -> NODES.numberNode(schema.path("minimum").asInt(1) + random.nextInt(3));
      case "number" -> NODES.numberNode(schema.path("minimum").asDouble(1) + random.nextInt(3));
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      default -> NODES.textNode(GOOD.getOrDefault(name, "text" + random.nextInt(5)));
    };
  }

  private JsonNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(each -> required.add(each.asText()));
    schema
        .path("properties")
        .forEachEntry(
            (name, property) -> {
              if (required.contains(name) || (depth < DEEPEST && chance(4))) {
                object.set(name, value(name, property, depth + 1));
              }
            });
    return object;
  }

  private JsonNode array(String name, JsonNode schema, int depth) {
    ArrayNode array = NODES.arrayNode();
    for (int i = random.nextInt(3); i > 0 && depth < DEEPEST; i--) {
      array.add(value(name, schema.path("items"), depth + 1));
    }
    return array;
  }

  private boolean chance(int oneOf) {
    return random.nextInt(oneOf) == 0;
  }

  private static final Charset UTF_8 = StandardCharsets.UTF_8;
}
