package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Seen;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.trace.DerivedIds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a droplet is sent, to the byte. */
@OnEveryStore
class DropletRequestTest {

  private static TestService service;

  private final ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.status(200, "1"));

  /** Paths that other programs have taken for a way to another host, or out of a directory. */
  static final List<String> ATTACKS =
      List.of(
          "//EVIL/x",
          "///EVIL/x",
          "/\\\\EVIL/x",
          "\\\\\\\\EVIL/x",
          "\\\\EVIL/x",
          "@EVIL/x",
          ":80@EVIL/x",
          ".EVIL/x",
          "http://EVIL/x",
          "HTTP://EVIL/x",
          "EVIL/x",
          "x",
          "",
          " ",
          " /x",
          "/x ",
          "/x y",
          "?x=//EVIL",
          "#@EVIL/",
          "/x#@EVIL/",
          "/x\\r\\nHost: EVIL\\r\\n\\r\\n",
          "/x HTTP/1.1\\r\\nHost: EVIL\\r\\n\\r\\nGET /",
          "/x\\nX-Injected: 1",
          "/x\\u0000",
          "/x\\t",
          "/x\\u007f",
          "/caf\\u00e9",
          "/\\uff0f\\uff0fEVIL",
          "/x\\u2028",
          "/\\u560a\\u560dHost:EVIL",
          "/.",
          "/..",
          "/../x",
          "/x/../y",
          "/x/..",
          "/%2e%2e/x",
          "/%2E%2e/x",
          "/.%2e/x",
          "/%2e/x",
          "/x/%2e%2e%2fy",
          "/x/..%2fy",
          "/x%5c..%5cy",
          "/..%5cy",
          "/%",
          "/%2",
          "/%zz",
          "/%u002f",
          "/x?%",
          "/x?a b",
          "/x?\\\"",
          "/<script>",
          "/{x}",
          "/x|y",
          "/x^y",
          "/x`y",
          "/[::1]/x");

  @BeforeEach
  void list() {
    service.knows("thing", droplet.url());
  }

  @AfterEach
  void closeDroplet() {
    droplet.close();
  }

  @OnEveryStore.Before
  static void start() {
    service = TestService.start();
  }

  @OnEveryStore.After
  static void close() {
    service.close();
  }

  private Seen seen() {
    assertThat(droplet.requests()).hasSize(1);
    return droplet.requests().getFirst();
  }

  /** The head of a call without a body, line by line, but for the request line. */
  private List<String> headers(String taskId, String... more) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "host: 127.0.0.1:" + droplet.port(),
                "X-Request-ID: my-own-id",
                "X-Task-ID: " + taskId,
                "X-Attempt: 1",
                "Idempotency-Key: " + taskId,
                "Accept: application/json, */*;q=0.5",
                "User-Agent: orchestrator/" + TestService.VERSION));
    lines.addAll(List.of(more));
    return lines;
  }

  private String submit(String method, String payload) {
    Answer answer =
        service.post(
            "/tasks",
            "{\"droplet_name\":\"thing\",\"method\":\""
                + method
                + "\",\"path\":\"/a%2Fb/;c?d=%20&e\",\"payload\":"
                + payload
                + "}",
            "X-Request-ID: my-own-id",
            "Authorization: Bearer secret",
            "Cookie: a=b",
            "X-Forwarded-For: 10.0.0.1",
            "Accept-Encoding: gzip",
            "Idempotency-Key: mine-" + UUID.randomUUID(),
            "traceparent: 00-1-2-03");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return Envelope.json(answer.body()).get("task_id").asText();
  }

  private void assertSent(String method, List<String> headers, String body) {
    String head = seen().head();
    headers.add("traceparent: " + traceparent(headers));
    assertThat(head).startsWith(method + " /a%2Fb/;c?d=%20&e HTTP/1.1\r\n").endsWith("\r\n\r\n");
    assertThat(head.split("\r\n")).hasSize(1 + headers.size());
    assertThat(head.lines().skip(1).filter(line -> !line.isEmpty()))
        .containsExactlyInAnyOrderElementsOf(headers);
    assertThat(seen().body()).isEqualTo(body);
  }

  /** What the caller sends is none, so that the task begins a trace. */
  private static String traceparent(List<String> headers) {
    String id = headers.get(1 + headers.indexOf("X-Request-ID: my-own-id")).substring(11);
    return "00-" + DerivedIds.traceId(id) + "-" + DerivedIds.spanId(id, 1) + "-01";
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE"})
  void aMethodThatUsuallyHasNoBodySendsNoLengthWithoutOne(String method) {
    String id = submit(method, "null");
    assertSent(method, headers(id), "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH"})
  void aMethodThatUsuallyHasABodySendsLengthZeroWithoutOne(String method) {
    String id = submit(method, "null");
    assertSent(method, headers(id, "content-length: 0"), "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
  void everyMethodSendsItsPayloadWithItsLength(String method) {
    String id = submit(method, "{ \"name\" : \"caf\u00e9\" }");
    assertSent(
        method,
        headers(id, "content-type: application/json", "content-length: 16"),
        "{\"name\":\"caf\u00e9\"}");
  }

  @Test
  void aTraceGoesOnAtTheDropletWithASpanForEachAttempt() {
    droplet.replay(Turns.status(500, ""), Turns.status(200, "1"));
    Answer answer =
        service.post(
            "/tasks",
            "{\"droplet_name\":\"thing\",\"path\":\"/x\"}",
            "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
            "tracestate: a=1",
            "tracestate: b=2",
            "baggage: c=3");
    String id = Envelope.json(answer.body()).get("task_id").asText();

    for (int attempt = 1; attempt <= 2; attempt++) {
      Seen seen = droplet.requests().get(attempt - 1);
      assertThat(seen.header("traceparent"))
          .containsExactly(
              "00-4bf92f3577b34da6a3ce929d0e0e4736-" + DerivedIds.spanId(id, attempt) + "-00");
      assertThat(seen.header("tracestate")).containsExactly("a=1,b=2");
      assertThat(seen.header("baggage")).isEmpty();
    }
    assertThat(Envelope.json(service.get("/tasks/" + id).body()).get("trace_id").asText())
        .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
  }

  /** What JSON can say of a number is passed on digit by digit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.50",
        "1e400",
        "-1E-400",
        "12345678901234567890123",
        "0.1000000000000000055511151231257827",
        "-0",
        "-0.0",
        "1E+2",
        "0",
        "false",
        "true",
        "\"\"",
        "\"text\"",
        "[]",
        "{}",
        "[1,\"2\",null,[{}]]",
        "{\"b\":1,\"a\":2,\"\":3}",
        "{\"a.b\":{\"c\":[null]}}",
        "\"quote \\\" slash / back \\\\ tab \\t nul \\u0000\"",
        "\"caf\u00e9 \u20ac \ud83d\ude00\""
      })
  void aPayloadArrivesAsItCame(String payload) {
    submit("POST", payload);
    assertThat(seen().body()).isEqualTo(payload);
  }

  @Test
  void aPayloadLosesItsSpacesAndItsNeedlessEscapesOnly() {
    submit("POST", " { \"a\" :\t[ 1 , 2 ],\n\"\\u0062\":\"\\u00e9\\/\" } ");
    assertThat(seen().body()).isEqualTo("{\"a\":[1,2],\"b\":\"\u00e9/\"}");
  }

  @Test
  void aLargePayloadArrivesWhole() {
    String payload = "\"" + "x".repeat(1_000_000) + "\"";
    submit("POST", payload);
    assertThat(seen().body()).isEqualTo(payload);
    assertThat(seen().header("Content-Length")).containsExactly(Integer.toString(payload.length()));
  }

  @Test
  void aBasePathStandsBeforeEveryPath() {
    service.knows("thing", droplet.url("/base/v1"));
    submit("GET", "null");
    assertThat(seen().line()).isEqualTo("GET /base/v1/a%2Fb/;c?d=%20&e HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?",
        "/x?y=http://other.example/",
        "/x//y",
        "/x/.../y",
        "/x/.y/..z",
        "/x?../..",
        "/x?a=/../b",
        "/@other:80",
        "/x:y@z",
        "/%40other",
        "/%2F%2Fother",
        "/%00",
        "/%0d%0aHost:other",
        "/%e9%ff",
        "/~!$&'()*+,;=:@-._x?/?:@!$&'()*+,;="
      })
  void aPathThatIsAllowedIsSentAsItIs(String path) {
    assertThat(service.submit("GET", path).status()).isEqualTo(200);
    assertThat(seen().line()).isEqualTo("GET " + path + " HTTP/1.1");
    assertThat(seen().header("Host")).containsExactly("127.0.0.1:" + droplet.port());
  }

  @ParameterizedTest
  @FieldSource("ATTACKS")
  void aPathThatCouldLeadElsewhereIsRefusedAndLeadsNowhere(String attack) {
    try (ScriptedDroplet evil = ScriptedDroplet.playing(Turns.status(200, "\"evil\""))) {
      String path = attack.replace("EVIL", "127.0.0.1:" + evil.port());
      Answer answer = service.submit("GET", path);
      assertThat(
              Envelope.details(answer, ErrorCode.INVALID_REQUEST)
                  .get("errors")
                  .get(0)
                  .get("field")
                  .asText())
          .isEqualTo("path");
      assertThat(evil.connections()).isZero();
      assertThat(droplet.connections()).isZero();
    }
  }

  @Test
  void aDropletsNameNeverLeadsAnywhere() {
    try (ScriptedDroplet evil = ScriptedDroplet.playing(Turns.status(200, "\"evil\""))) {
      for (String name :
          List.of(
              "127.0.0.1:" + evil.port(),
              "http://127.0.0.1:" + evil.port(),
              "thing@127.0.0.1:" + evil.port(),
              "thing/",
              "thing\\u0000",
              "\\u017fhing",
              " thing",
              "../thing",
              "\\ud800")) {
        Envelope.details(service.submitTo(name, "GET", "/x"), ErrorCode.DROPLET_NOT_FOUND);
      }
      assertThat(evil.connections()).isZero();
      assertThat(droplet.connections()).isZero();
    }
  }

  @Test
  void redirectsAreToldAndNotFollowed() {
    try (ScriptedDroplet elsewhere = ScriptedDroplet.playing(Turns.status(200, "1"))) {
      droplet.replay(
          Turns.send(
              "HTTP/1.1 302 Found\r\nLocation: "
                  + elsewhere.url()
                  + "/\r\nContent-Length: 0\r\n\r\n"));
      Answer answer = service.submit("GET", "/x");
      assertThat(Envelope.json(answer.body()).get("response_status").asInt()).isEqualTo(302);
      assertThat(Envelope.json(answer.body()).get("status").asText()).isEqualTo("error");
      assertThat(elsewhere.connections()).isZero();
      assertThat(droplet.calls()).isEqualTo(1);
    }
  }

  @Test
  void eachRetrySaysWhichItIs() {
    droplet.replay(Turns.hangUp(), Turns.status(500, ""), Turns.status(200, "1"));
    String id = submit("POST", "7");
    assertThat(droplet.requests()).extracting(Seen::body).containsExactly("7", "7", "7");
    for (int i = 0; i < 3; i++) {
      Seen call = droplet.requests().get(i);
      assertThat(call.header("X-Attempt")).containsExactly(Integer.toString(i + 1));
      assertThat(call.header("X-Task-ID")).containsExactly(id);
      assertThat(call.header("Idempotency-Key")).containsExactly(id);
      assertThat(call.header("X-Request-ID")).containsExactly("my-own-id");
      assertThat(call.head().getBytes(StandardCharsets.ISO_8859_1)).hasSizeLessThan(500);
    }
  }
}
