package ai.fullpotential.orchestrator.openapi;

import ai.fullpotential.orchestrator.config.Version;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The description of the API as something that answers are held to: their path, method, status, type,
 * headers and every field of their body. Safe for any thread.
 */
public final class Description {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final Description OURS = new Description(read());

  /** What is answered below the resources, before it is known which path is meant. */
  private static final Set<Integer> BEFORE_ROUTING = Set.of(400, 408, 414, 431, 500, 503);

  private final JsonNode document;
  private final Paths paths;
  private final Schemas schemas;

  Description(JsonNode document) {
    this(document, Paths.of(document), new Schemas(document));
  }

  private Description(JsonNode document, Paths paths, Schemas schemas) {
    this.document = document;
    this.paths = paths;
    this.schemas = schemas;
  }

  /** That of a service which has these paths only. */
  public static Description with(Collection<String> templates) {
    return new Description(OURS.document, new Paths(templates), OURS.schemas);
  }

  /** The one that is served. */
  static Description ours() {
    return OURS;
  }

  static JsonNode read() {
    try {
      return JSON.readTree(ApiDocument.of(Version.current()).json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode document() {
    return document;
  }

  Schemas schemas() {
    return schemas;
  }

  /** Fails when an answer is not as the description has it. */
  public void hold(Heard heard) {
    List<String> faults = faults(heard);
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "not as openapi.json has it: " + heard + "\n  " + String.join("\n  ", faults));
    }
  }

  /** Fails when an answer of the whole service is not as the description has it. */
  public static void check(Heard heard) {
    OURS.hold(heard);
  }

  /** All in which an answer is not as described. */
  List<String> faults(Heard heard) {
    if (heard.method().isEmpty()) {
      return anyAnswer(heard) ? List.of() : List.of("no such answer at all");
    }
    return answer(heard)
        .map(answer -> faults(heard, answer))
        .orElse(List.of("no such answer of this path and method"));
  }

  /** Whether it is an answer to any request: of garbage it is not known what it asks for. */
  private boolean anyAnswer(Heard heard) {
    String status = Integer.toString(heard.status());
    return Stream.concat(
            document.path("paths").findValues(status).stream(),
            Stream.of(component("MethodNotAllowed")))
        .map(this::resolve)
        .anyMatch(answer -> faults(heard, answer).isEmpty());
  }

  private List<String> faults(Heard heard, JsonNode answer) {
    List<String> faults = new ArrayList<>();
    answer
        .path("headers")
        .forEachEntry(
            (name, header) ->
                heard
                    .header(name.toLowerCase(Locale.ROOT))
                    .ifPresentOrElse(
                        value -> faults.addAll(headerFaults(name, header, value)),
                        () -> {
                          if (name.equals("X-Request-ID")) {
                            faults.add("no " + name);
                          }
                        }));
    if (!heard.method().equals("HEAD")) {
      faults.addAll(bodyFaults(heard, answer.path("content")));
    }
    return faults;
  }

  private List<String> headerFaults(String name, JsonNode header, String value) {
    JsonNode schema = resolve(header).get("schema");
    boolean number = schema.path("type").asText().equals("integer");
    List<String> faults =
        number ? schemas.faults(schema, value) : schemas.faultsOfText(schema, value);
    return faults.stream().map(fault -> name + ": " + fault).toList();
  }

  private List<String> bodyFaults(Heard heard, JsonNode content) {
    if (content.isEmpty()) {
      return heard.body().isEmpty() ? List.of() : List.of("a body that is not described");
    }
    JsonNode schema = content.path(heard.contentType()).path("schema");
    if (schema.isMissingNode()) {
      return List.of("another type than the described ones");
    }
    return switch (heard.contentType()) {
      case "application/json" -> schemas.faults(schema, heard.body());
      case "application/x-ndjson" ->
          heard.body().lines().flatMap(line -> schemas.faults(schema, line).stream()).toList();
      case "text/event-stream" ->
          dataOf(heard.body()).stream()
              .flatMap(data -> schemas.faults(schema, data).stream())
              .toList();
      default -> schemas.faultsOfText(schema, heard.body());
    };
  }

  /** Of each event of a stream, what it tells. */
  static List<String> dataOf(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("data:"))
        .map(line -> line.substring("data:".length()))
        .toList();
  }

  /** What is described for an answer, or nothing when it is not. */
  private Optional<JsonNode> answer(Heard heard) {
    String status = Integer.toString(heard.status());
    JsonNode path =
        paths
            .templateOf(heard.pathAlone())
            .map(template -> document.path("paths").path(template))
            .orElse(null);
    String method = heard.method().equals("HEAD") ? "GET" : heard.method();
    JsonNode operation = path == null ? null : path.get(method.toLowerCase(Locale.ROOT));
    if (operation != null) {
      JsonNode described = operation.path("responses").path(status);
      return described.isMissingNode() ? Optional.empty() : Optional.of(resolve(described));
    }
    if (path != null && heard.status() == 405) {
      return Optional.of(component("MethodNotAllowed"));
    }
    if (path == null && heard.status() == 404) {
      return Optional.of(component("NoSuchPath"));
    }
    return BEFORE_ROUTING.contains(heard.status())
        ? Optional.of(resolve(document.at("/paths/~1health/get/responses").path(status)))
            .map(found -> heard.status() == 503 ? component("Starting") : found)
        : Optional.empty();
  }

  private JsonNode component(String name) {
    return document.at("/components/responses/" + name);
  }

  JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }
}
