package ai.fullpotential.orchestrator.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.config.Version;
import ai.fullpotential.orchestrator.net.ErrorCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description is whole, and says of itself nothing that is wrong. */
class ApiDocumentTest {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  /** Codes of the mesh that this version does not send. */
  private static final Set<String> UNUSED = Set.of("RATE_LIMITED");

  private final Description description = Description.ours();
  private final JsonNode document = description.document();

  @TempDir Path directory;

  @Test
  void everyRouteIsDescribedAndNothingElse() throws Exception {
    List<String> described = new ArrayList<>();
    document
        .path("paths")
        .forEachEntry(
            (path, item) ->
                item.fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (METHODS.contains(method)) {
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path);
                          }
                        }));
    try (TestApplication service = TestApplication.start(directory)) {
      assertThat(described).containsExactlyInAnyOrderElementsOf(service.routes());
    }
  }

  @Test
  void everyErrorCodeIsDescribedWithItsStatusAndAnExample() {
    assertThat(document.at("/components/schemas/ErrorCode/enum"))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
    Set<String> shown = new TreeSet<>();
    document
        .path("paths")
        .forEach(
            path ->
                path.findValues("responses")
                    .forEach(
                        responses ->
                            responses.forEachEntry(
                                (status, answer) -> shown.addAll(codes(status, answer)))));
    shown.addAll(codes("405", document.at("/components/responses/MethodNotAllowed")));
    Set<String> used =
        Arrays.stream(ErrorCode.values())
            .filter(code -> !UNUSED.contains(code.name()))
            .map(code -> code.httpStatus() + " " + code.name())
            .collect(Collectors.toSet());
    assertThat(shown).containsExactlyInAnyOrderElementsOf(used);
  }

  private Set<String> codes(String status, JsonNode answer) {
    Set<String> codes = new HashSet<>();
    description
        .resolve(answer)
        .path("content")
        .path("application/json")
        .path("examples")
        .forEach(
            example -> {
              JsonNode value = description.resolve(example).path("value");
              if (value.path("error").has("code")) {
                codes.add(status + " " + value.path("error").path("code").asText());
              }
            });
    return codes;
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    assertThat(document.findValuesAsText("$ref"))
        .hasSizeGreaterThan(100)
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  @Test
  void everythingUnderComponentsIsUsed() {
    Set<String> used = new HashSet<>(document.findValuesAsText("$ref"));
    List<String> unused = new ArrayList<>();
    document
        .path("components")
        .forEachEntry(
            (kind, all) ->
                all.fieldNames()
                    .forEachRemaining(
                        name -> {
                          if (!kind.equals("securitySchemes")
                              && !used.contains("#/components/" + kind + "/" + name)) {
                            unused.add(name);
                          }
                        }));
    assertThat(unused).containsExactly("MethodNotAllowed");
  }

  @Test
  void everyExampleIsOfItsSchema() {
    Set<JsonNode> ofLines = new HashSet<>(document.findValues("application/x-ndjson"));
    Set<JsonNode> ofEvents = new HashSet<>(document.findValues("text/event-stream"));
    List<String> faults = new ArrayList<>();
    int seen = 0;
    for (JsonNode holder : holdersOfSchemas()) {
      JsonNode schema = holder.get("schema");
      for (JsonNode example : examples(holder)) {
        seen++;
        List<String> texts =
            ofLines.contains(holder)
                ? example.asText().lines().toList()
                : ofEvents.contains(holder)
                    ? Description.dataOf(example.asText())
                    : List.of(example.toString());
        texts.forEach(text -> faults.addAll(description.schemas().faults(schema, text)));
      }
    }
    assertThat(faults).isEmpty();
    assertThat(seen).isGreaterThan(100);
  }

  /** Parameters, headers and media types. */
  private List<JsonNode> holdersOfSchemas() {
    return document.findParents("schema").stream()
        .filter(holder -> holder.get("schema").isObject())
        .distinct()
        .toList();
  }

  private List<JsonNode> examples(JsonNode holder) {
    List<JsonNode> examples = new ArrayList<>();
    if (holder.has("example")) {
      examples.add(holder.get("example"));
    }
    holder.path("examples").forEach(one -> examples.add(description.resolve(one).path("value")));
    return examples;
  }

  @Test
  void everyAnswerWithABodyHasAnExample() {
    List<String> without = new ArrayList<>();
    for (JsonNode content : document.findValues("content")) {
      content.forEachEntry(
          (type, media) -> {
            boolean schemaHasOne = media.path("schema").toString().contains("PrometheusText");
            if (!media.has("example") && !media.has("examples") && !schemaHasOne) {
              without.add(type + " " + media);
            }
          });
    }
    assertThat(without).isEmpty();
  }

  @Test
  void everyOperationHasANameOfItsOwnASummaryAndATag() {
    List<JsonNode> operations = document.path("paths").findParents("operationId");
    assertThat(operations)
        .extracting(one -> one.get("operationId").asText())
        .doesNotHaveDuplicates();
    assertThat(operations)
        .hasSameSizeAs(document.path("paths").findParents("responses"))
        .allSatisfy(
            one -> {
              assertThat(one.path("summary").asText()).isNotBlank();
              assertThat(one.path("tags").size()).isEqualTo(1);
            });
  }

  @Test
  void carriesTheVersionAndIsTheSameEachTime() {
    assertThat(document.at("/info/version").asText()).isEqualTo(Version.current());
    assertThat(ApiDocument.of("1").json()).isEqualTo(ApiDocument.of("1").json());
    assertThat(document.has("x-everywhere")).isFalse();
  }
}
