package ai.fullpotential.orchestrator.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.time.Await;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of requests that can be understood. */
class InboundExchangeTest {

  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  private Answer ask(String line, String... headers) {
    StringBuilder request = new StringBuilder(line).append(" HTTP/1.1\r\nHost: x\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return RawClient.ask(server.port(), request.append("\r\n").toString());
  }

  @Test
  void everyPathIsServedAtTheRootAndUnderThePrefix() {
    assertThat(ask("GET /plain").status()).isEqualTo(200);
    assertThat(ask("GET /orchestrator/plain").status()).isEqualTo(200);
    assertThat(ask("GET /things/7").status()).isEqualTo(200);
    assertThat(ask("GET /orchestrator/things/7").status()).isEqualTo(200);
  }

  @Test
  void anUnknownPathIs404() {
    for (String path :
        List.of(
            "/nowhere",
            "/",
            "/orchestrator",
            "/orchestrator/",
            "/orchestrator/orchestrator/plain",
            "/orchestratorplain",
            "//plain",
            "/plain/",
            "/PLAIN",
            "/%70lain",
            "/things",
            "/things/",
            "/things/1/2",
            "/./plain",
            "/x/../plain")) {
      Answer answer = ask("GET " + path);
      assertThat(Envelope.details(answer, ErrorCode.NOT_FOUND).get("path").asText())
          .isEqualTo(path);
    }
    assertThat(server.handled).isEmpty();
  }

  @Test
  void anotherMethodIs405AndToldWhichAreAllowed() {
    Answer answer = ask("POST /plain");
    assertThat(answer.header("Allow")).contains("GET, HEAD");
    assertThat(Envelope.details(answer, ErrorCode.METHOD_NOT_ALLOWED).get("allowed").toString())
        .isEqualTo("[\"GET\",\"HEAD\"]");
    for (String method : List.of("PATCH", "OPTIONS", "TRACE", "BREW", "get", "POST")) {
      Answer other = ask(method + " /orchestrator/things/7");
      Envelope.details(other, ErrorCode.METHOD_NOT_ALLOWED);
      assertThat(other.header("Allow")).contains("DELETE, GET, HEAD, PUT");
    }
    assertThat(server.handled).isEmpty();
  }

  @Test
  void contentEncodingIsRefused() {
    Answer answer = ask("POST /echo", "Content-Encoding: gzip", "Content-Length: 0");
    assertThat(
            Envelope.details(answer, ErrorCode.UNSUPPORTED_MEDIA_TYPE)
                .get("content_encoding")
                .asText())
        .isEqualTo("gzip");
  }

  @Test
  void aQueryWithAnInvalidEscapeIs400() {
    for (String query : List.of("x=%zz", "x=%", "%=1", "x=1&y=%1")) {
      Answer answer = ask("GET /plain?" + query);
      assertThat(Envelope.details(answer, ErrorCode.INVALID_REQUEST).get("errors").toString())
          .isEqualTo("[{\"field\":\"query\",\"message\":\"has an invalid percent escape\"}]");
    }
    assertThat(server.handled).isEmpty();
  }

  @Test
  void headIsAnsweredLikeGetWithoutTheBody() {
    try (RawClient client = RawClient.connect(server.port())) {
      client.send("HEAD /plain HTTP/1.1\r\nHost: x\r\n\r\nGET /plain HTTP/1.1\r\nHost: x\r\n\r\n");
      Answer head = client.answerToHead();
      Answer get = client.answer();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
      assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
      client.send(
          "HEAD /nowhere HTTP/1.1\r\nHost: x\r\n\r\nGET /plain HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.answerToHead().status()).isEqualTo(404);
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void aGivenRequestIdComesBackWhenItIsVisibleAscii() {
    for (String id : List.of("a", "!~", "x".repeat(128), "Caller-7/é".substring(0, 9))) {
      assertThat(ask("GET /plain", "X-Request-ID: " + id).headers("X-Request-ID"))
          .containsExactly(id);
    }
    assertThat(ask("GET /nowhere", "x-request-id: lower").header("X-Request-ID")).contains("lower");
  }

  @Test
  void anotherRequestIdIsReplacedByANewOne() {
    for (String id : List.of("", "x".repeat(129), "two words", "caf\u00e9", "tab\tbed", "\u007f")) {
      List<String> ids = ask("GET /plain", "X-Request-ID: " + id).headers("X-Request-ID");
      assertThat(ids).hasSize(1);
      assertThat(UUID.fromString(ids.getFirst()).toString()).isEqualTo(ids.getFirst());
    }
    String first = ask("GET /plain").header("X-Request-ID").orElseThrow();
    assertThat(ask("GET /plain").header("X-Request-ID")).isPresent().get().isNotEqualTo(first);
  }

  @Test
  void answersAreCompactJsonThatNobodyKeeps() {
    Answer answer = ask("GET /things/a%20b?x=1");
    assertThat(answer.body()).contains("\"path\":\"/things/a%20b\"").doesNotContain(": ");
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void aFaultOfAHandlerIs500WithoutAWordOfWhatItWas() {
    for (String path : List.of("/throws", "/fails", "/throws-later")) {
      Answer answer = ask("GET " + path, "X-Request-ID: mine");
      assertThat(Envelope.details(answer, ErrorCode.INTERNAL_ERROR).get("request_id").asText())
          .isEqualTo("mine");
      assertThat(answer.body()).doesNotContain("secret");
    }
  }

  @Test
  void requestsOfOneConnectionAreAnsweredInTheirOrder() throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      StringBuilder all = new StringBuilder("GET /gated HTTP/1.1\r\nHost: x\r\n\r\n");
      for (int i = 0; i < 50; i++) {
        String path = i % 2 == 0 ? "/echo" : "/blocking";
        all.append("POST ").append(path).append(" HTTP/1.1\r\nHost: x\r\n");
        all.append("Content-Length: 3\r\n\r\n").append(100 + i);
      }
      client.send(all.toString());
      server.waiting.await();
      assertThat(server.handled).isEmpty();
      server.gate.countDown();
      assertThat(client.answer().status()).isEqualTo(200);
      for (int i = 0; i < 50; i++) {
        assertThat(client.answer().body()).contains("\"body\":\"" + (100 + i) + "\"");
      }
    }
  }

  @Test
  void aClientThatAsksForItsConnectionsEndGetsIt() {
    try (RawClient client = RawClient.connect(server.port())) {
      client.send("GET /plain HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(client.answer().header("Connection")).contains("close");
      assertThat(client.rest()).isEmpty();
    }
    try (RawClient old = RawClient.connect(server.port())) {
      old.send("GET /plain HTTP/1.0\r\n\r\n");
      assertThat(old.answer().status()).isEqualTo(200);
      assertThat(old.rest()).isEmpty();
    }
  }

  /** As simple programs do that send one request: nothing more will come, but the answer is awaited. */
  @Test
  void aClientThatHasSaidAllItWillSayIsStillAnswered() throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      client.send("GET /gated HTTP/1.1\r\nHost: x\r\n\r\nGET /plain HTTP/1.1\r\nHost: x\r\n\r\n");
      client.finish();
      server.waiting.await();
      assertThat(client.staysSilentFor(Duration.ofMillis(100))).isTrue();
      server.gate.countDown();
      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.rest()).isEmpty();
    }
    for (String path : List.of("/plain", "/throws-later", "/nowhere")) {
      try (RawClient client = RawClient.connect(server.port())) {
        client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").finish();
        assertThat(client.answer().status()).isBetween(200, 500);
        assertThat(client.rest()).isEmpty();
      }
    }
  }

  @Test
  void aClientThatHasSaidTooLittleIsLetGoAtOnce() {
    for (String part :
        List.of(
            "",
            "GET",
            "GET /plain HTTP/1.1\r\nHost: x\r\n",
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n123",
            "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123")) {
      try (RawClient client = RawClient.connect(server.port())) {
        client.send(part).finish();
        assertThat(client.rest()).doesNotContain("200 OK");
      }
    }
    assertThat(server.handled).isEmpty();
  }

  @Test
  void aClientThatLeavesChangesNothingForItsHandler() throws Exception {
    RawClient leaving = RawClient.connect(server.port());
    leaving.send("GET /gated HTTP/1.1\r\nHost: x\r\n\r\n");
    server.waiting.await();
    leaving.reset();
    server.gate.countDown();
    Await.until("the exchange is told as answered", () -> server.answered.size() == 1);
    assertThat(server.handled).containsExactly("GET /gated");
    assertThat(ask("GET /plain").status()).isEqualTo(200);
  }

  @Test
  void aClientThatLeavesInTheMiddleOfItsBodyIsNotHandled() {
    RawClient leaving = RawClient.connect(server.port());
    leaving.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12");
    leaving.reset();
    Await.until("the exchange is told", () -> server.answered.size() == 1);
    assertThat(server.handled).isEmpty();
  }
}
