package ai.fullpotential.orchestrator.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What POST /tasks takes, and how it refuses what it does not take (contract A2). */
@OnEveryStore
class TaskSubmissionTest {

  private static TestService service;
  private static ScriptedDroplet droplet;
  private static final String VALID = "{\"droplet_name\":\"thing\",\"path\":\"/x\"}";

  @OnEveryStore.Before
  static void start() {
    service = TestService.start();
    droplet = ScriptedDroplet.playing(Turns.status(200, "1"));
    service.knows("thing", droplet.url());
  }

  @BeforeEach
  void forget() {
    droplet.replay(Turns.status(200, "1"));
  }

  @OnEveryStore.After
  static void close() {
    droplet.close();
    service.close();
  }

  /** Every fault as "field message". */
  private static List<String> faults(byte[] body) {
    Answer answer = service.post("/tasks", body);
    List<String> faults = new ArrayList<>();
    JsonNode errors = Envelope.details(answer, ErrorCode.INVALID_REQUEST).get("errors");
    errors.forEach(
        fault -> {
          assertThat(fault.properties()).hasSize(2);
          faults.add(fault.get("field").asText() + " " + fault.get("message").asText());
        });
    assertThat(droplet.calls()).isZero();
    assertThat(answer.body().length()).as("no flood").isLessThan(50_000);
    return faults;
  }

  private static List<String> faults(String body) {
    return faults(body.getBytes(UTF_8));
  }

  static Stream<Arguments> faulty() {
    return Stream.of(
        Arguments.of("", List.of("body is empty")),
        Arguments.of(" \n ", List.of("body is empty")),
        Arguments.of("null", List.of("body must be a JSON object")),
        Arguments.of("[]", List.of("body must be a JSON object")),
        Arguments.of("\"x\"", List.of("body must be a JSON object")),
        Arguments.of("7", List.of("body must be a JSON object")),
        Arguments.of("{", List.of("body is not valid JSON")),
        Arguments.of("{}}", List.of("body is not valid JSON")),
        Arguments.of("{\"path\":}", List.of("body is not valid JSON")),
        Arguments.of("{'path':'/x'}", List.of("body is not valid JSON")),
        Arguments.of("{\"path\":\"/x\",}", List.of("body is not valid JSON")),
        Arguments.of("{\"path\":\"/x\"/*c*/}", List.of("body is not valid JSON")),
        Arguments.of("{\"path\":\"/x\"} {}", List.of("body ")),
        Arguments.of("{\"payload\":NaN}", List.of("body is not valid JSON")),
        Arguments.of("{\"payload\":01}", List.of("body is not valid JSON")),
        Arguments.of("{\"payload\":+1}", List.of("body is not valid JSON")),
        Arguments.of("{\"payload\":.5}", List.of("body is not valid JSON")),
        Arguments.of("{\"path\":\"/x\",\"path\":\"/y\"}", List.of("body is not valid JSON")),
        Arguments.of("{\"payload\":{\"a\":1,\"a\":2}}", List.of("body is not valid JSON")),
        Arguments.of(
            "{\"payload\":" + "[".repeat(64) + "]".repeat(64) + "}", List.of("body nests")),
        Arguments.of("{\"payload\":" + "[".repeat(500_000), List.of("body nests")),
        Arguments.of("{\"payload\":" + "9".repeat(1001) + "}", List.of("body has a number")),
        Arguments.of("{\"" + "x".repeat(50_001) + "\":1}", List.of("body has a name")),
        Arguments.of("{}", List.of("droplet_name is required", "path is required")),
        Arguments.of(
            "{\"droplet_name\":null,\"path\":null,\"method\":null,\"payload\":null,\"meta\":null}",
            List.of("droplet_name is required", "path is required")),
        Arguments.of(
            "{\"droplet_name\":\"\",\"path\":\"\"}",
            List.of("droplet_name must have 1 to 255", "path must have 1 to 2048")),
        Arguments.of(
            "{\"droplet_name\":\"" + "x".repeat(256) + "\",\"path\":\"/" + "x".repeat(2048) + "\"}",
            List.of("droplet_name must have 1 to 255", "path must have 1 to 2048")),
        Arguments.of(
            "{\"droplet_name\":7,\"method\":[],\"path\":{},\"meta\":\"x\"}",
            List.of(
                "droplet_name must be a string, not 7",
                "method must be a string, not []",
                "path must be a string, not {}",
                "meta must be an object, not \"x\"")),
        Arguments.of(
            "{\"droplet_name\":true,\"path\":\"x\",\"meta\":[]}",
            List.of(
                "droplet_name must be a string, not true",
                "path must begin with '/'",
                "meta must be an object, not []")),
        Arguments.of(
            "{\"droplet_name\":\"thing\",\"path\":\"/x\",\"method\":\"get\"}",
            List.of("method must be GET, POST, PUT, PATCH or DELETE, not 'get'")),
        Arguments.of(
            "{\"droplet_name\":\"thing\",\"path\":\"/x\",\"method\":\"\"}",
            List.of("method must be GET")),
        Arguments.of(
            "{\"droplet_name\":\"thing\",\"path\":\"/x\",\"method\":\""
                + "X".repeat(900_000)
                + "\"}",
            List.of("method must be GET")),
        Arguments.of(
            "{\"droplet\":\"thing\",\"pth\":\"/x\",\"Method\":\"GET\",\"zzzzzz\":{\"a\":[1]}}",
            List.of(
                "droplet is not known here",
                "pth is not known here; did you mean 'path'?",
                "Method is not known here; did you mean 'method'?",
                "zzzzzz is not known here; known are",
                "droplet_name is required",
                "path is required")),
        Arguments.of(
            "{\"dropletname\":\"thing\",\"path\":\"/x\"}",
            List.of(
                "dropletname is not known here; did you mean 'droplet_name'?",
                "droplet_name is required")),
        Arguments.of(
            "{\"droplet_name\":\"thing\",\"path\":\"/x\",\"playload\":null}",
            List.of("playload is not known here; did you mean 'payload'?")),
        Arguments.of(
            "{\"body\":{}}",
            List.of("body is not known here", "droplet_name is required", "path is required")),
        Arguments.of(
            "{\"droplet_name\":\"thing\",\"path\":\"/x\",\"payload\":{\"a\":[\"\\ud800\"],\"b\":1},\"meta\":1}",
            List.of("payload has a string with \\ud800 alone", "meta must be an object, not 1")));
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void everyFaultIsToldAtOnce(String body, List<String> beginnings) {
    List<String> faults = faults(body);
    assertThat(faults).hasSameSizeAs(beginnings);
    for (int i = 0; i < faults.size(); i++) {
      assertThat(faults.get(i)).startsWith(beginnings.get(i));
    }
  }

  @Test
  void bytesThatAreNoTextAreAFaultOfTheBody() {
    List<byte[]> bodies =
        List.of(
            new byte[] {(byte) 0xff},
            new byte[] {0, 0, (byte) 0xfe, (byte) 0xff, 1, 2, 3, 4},
            new byte[] {'{', 0, 0, 0, '}', 0, 0, (byte) 0x99},
            new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0},
            VALID.getBytes(UTF_16LE),
            "{\"droplet_name\":\"caf\u00e9\",\"path\":\"/x\"}".getBytes(ISO_8859_1),
            new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
            new byte[1_048_576]);
    for (byte[] body : bodies) {
      assertThat(faults(body)).singleElement().asString().startsWith("body ");
    }
  }

  /** A body may be all faults; its answer is none the larger for it. */
  @Test
  void aFloodOfFaultsIsNotAnsweredByAFlood() {
    String body =
        IntStream.range(0, 60_000)
            .mapToObj(i -> "\"unknown" + i + "\":1")
            .collect(Collectors.joining(",", "{", "}"));
    assertThat(faults(body)).hasSizeBetween(20, 60).anyMatch(fault -> fault.contains("more"));
    String longNames =
        IntStream.range(0, 20)
            .mapToObj(i -> "\"" + i + "x".repeat(40_000) + "\":1")
            .collect(Collectors.joining(",", "{", "}"));
    assertThat(faults(longNames)).hasSize(22);
  }

  @Test
  void whatIsOptionalMayBeAbsentOrNull() {
    for (String body :
        List.of(
            VALID,
            "{\"path\":\"/x\",\"droplet_name\":\"thing\",\"method\":null,\"payload\":null,\"meta\":null}",
            "\ufeff" + VALID,
            " \r\n\t" + VALID + " \n")) {
      droplet.replay(Turns.status(200, "1"));
      assertThat(service.post("/tasks", body).status()).isEqualTo(200);
      assertThat(droplet.requests().getFirst().line()).isEqualTo("GET /x HTTP/1.1");
      assertThat(droplet.requests().getFirst().body()).isEmpty();
    }
  }

  @Test
  void theDeepestPayloadAndTheLongestNamesAreTaken() {
    String deep = "[".repeat(63) + "]".repeat(63);
    assertThat(service.submit("POST", "/" + "x".repeat(2047), deep).status()).isEqualTo(200);
    assertThat(droplet.requests().getFirst().body()).isEqualTo(deep);

    String name = "\ud83d\ude00".repeat(255);
    service.knows(java.util.Map.of(name, droplet.url(), "thing", droplet.url()));
    assertThat(service.submitTo(name, "GET", "/x").status()).isEqualTo(200);
  }

  @Test
  void aNameIsMatchedInAnyCase() {
    assertThat(service.submitTo("THing", "GET", "/x").status()).isEqualTo(200);
    assertThat(
            service
                .record(
                    Envelope.json(service.submitTo("tHINg", "GET", "/x").body())
                        .get("task_id")
                        .asText())
                .spec()
                .dropletName())
        .isEqualTo("thing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "APPLICATION/JSON",
        "application/json;charset=\"utf-8\" ; x=y",
        " application/json ",
        "application/vnd.api+json",
        "application/problem+json; charset=utf-8",
        "text/x+JSON",
        ""
      })
  void aContentTypeOfJsonIsTaken(String type) {
    assertThat(service.post("/tasks", VALID, "Content-Type: " + type).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/json",
        "application/jsonp",
        "application/json2",
        "json",
        "+json",
        "application/xml+jsonx",
        "application/x-ndjson",
        "application/json, text/plain"
      })
  void anotherContentTypeIs415(String type) {
    Answer answer = service.post("/tasks", VALID, "Content-Type: " + type);
    assertThat(
            Envelope.details(answer, ErrorCode.UNSUPPORTED_MEDIA_TYPE).get("content_type").asText())
        .isEqualTo(type.split(";", 2)[0].strip());
    assertThat(droplet.calls()).isZero();
  }

  @Test
  void aBodyBeyondTheBoundIs413() {
    byte[] body = new byte[TestService.MAX_BODY + 1];
    assertThat(
            Envelope.details(service.post("/tasks", body), ErrorCode.PAYLOAD_TOO_LARGE)
                .get("max_bytes")
                .asInt())
        .isEqualTo(TestService.MAX_BODY);
  }

  @Test
  void bothPathsTakeTasks() {
    assertThat(service.post("/orchestrator/tasks", VALID).status()).isEqualTo(200);
    assertThat(service.post("/tasks", VALID).status()).isEqualTo(200);
    assertThat(droplet.calls()).isEqualTo(2);
  }
}
