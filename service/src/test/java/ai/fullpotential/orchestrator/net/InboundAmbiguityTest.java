package ai.fullpotential.orchestrator.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.RawClient.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Requests that two programs could read differently (RFC 9112, section 11.2): each is refused, its
 * connection ends, and nothing behind it is taken for a request.
 */
class InboundAmbiguityTest {

  private static final TestServer SERVER = new TestServer();

  /** What must never reach a handler. */
  private static final String SMUGGLED =
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\nsmuggle";

  private static String get(String headers) {
    return "GET /plain HTTP/1.1\r\n" + headers + "\r\n";
  }

  private static String post(String headers, String body) {
    return "POST /echo HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" + body;
  }

  private static String target(String line) {
    return line + "\r\nHost: x\r\n\r\n";
  }

  static final List<String> AMBIGUOUS =
      List.of(
          post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
          post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"),
          post("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n", "12345"),
          post("Content-Length: 5\r\nContent-Length: 6\r\n", "123456"),
          post("Content-Length: 5\r\nContent-Length: 5\r\n", "12345"),
          post("Content-Length: 5, 6\r\n", "123456"),
          post("Content-Length: 5, 5\r\n", "12345"),
          post("Content-Length: -5\r\n", ""),
          post("Content-Length: +5\r\n", "12345"),
          post("Content-Length: 0x5\r\n", "12345"),
          post("Content-Length: 5_0\r\n", ""),
          post("Content-Length: 5 0\r\n", ""),
          post("Content-Length: 5.0\r\n", ""),
          post("Content-Length: \r\n", ""),
          post("Content-Length: \r\n 5\r\n", "12345"),
          post("Content-Length: 99999999999999999999\r\n", ""),
          post("Content-Length : 5\r\n", "12345"),
          post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
          post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"),
          post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"),
          post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
          post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"),
          post("Transfer-Encoding: identity\r\n", ""),
          post("Transfer-Encoding: xchunked\r\n", ""),
          post("Transfer-Encoding: \"chunked\"\r\n", ""),
          post("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n"),
          post("Transfer-Encoding: ,chunked\r\n", "0\r\n\r\n"),
          post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"),
          post("Transfer-Encoding: \013chunked\r\n", "0\r\n\r\n"),
          post("Transfer-Encoding: \r\n", ""),
          "POST /echo HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "POST /echo HTTP/1.0\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n123456",
          "POST /echo HTTP/1.0\r\nContent-Length: 5, 6\r\n\r\n123456",
          post("Transfer-Encoding: chunked\r\n", "zz\r\n\r\n"),
          post("Transfer-Encoding: chunked\r\n", "\r\n12345\r\n0\r\n\r\n"),
          post("Transfer-Encoding: chunked\r\n", "5 x\r\n12345\r\n0\r\n\r\n"),
          post("Transfer-Encoding: chunked\r\n", "0x5\r\n12345\r\n0\r\n\r\n"),
          post("Transfer-Encoding: chunked\r\n", "-5\r\n12345\r\n0\r\n\r\n"),
          post("Transfer-Encoding: chunked\r\n", "+5\r\n12345\r\n0\r\n\r\n"),
          post("Transfer-Encoding: chunked\r\n", "5\n12345\r\n0\r\n\r\n"),
          post("Transfer-Encoding: chunked\r\n", "5;x\n12345\r\n0\r\n\r\n"),
          post("Transfer-Encoding: chunked\r\n", "5\r\n123456\r\n0\r\n\r\n"),
          post("Transfer-Encoding: chunked\r\n", "5\r\n12345\n0\r\n\r\n"),
          post("Transfer-Encoding: chunked\r\n", "fffffffffffffff\r\n"),
          post("Transfer-Encoding: chunked\r\n", "0\r\nTrailer without colon\r\n\r\n"),
          get(""),
          get("Host: x\r\nHost: x\r\n"),
          get("Host: x\r\nHost: y\r\n"),
          get("Host: a b\r\n"),
          get("Host: a, b\r\n"),
          get("Host: a\r\n b\r\n"),
          get("Host: user@x\r\n"),
          get("Host: x/y\r\n"),
          get("Host: x:y\r\n"),
          get("Host : x\r\n"),
          get("Host\t: x\r\n"),
          get(" Host: x\r\n"),
          get("Host: x\r\nX Y: z\r\n"),
          get("Host: x\r\n: nameless\r\n"),
          get("Host: x\r\nno colon\r\n"),
          get("Host: x\r\nX: folded\r\n over two lines\r\n"),
          get("Host: x\r\nX: folded\r\n Content-Length: 5\r\n"),
          get("Host: x\r\nX: nul \0 nul\r\n"),
          get("Host: x\r\nX: bare \r return\r\n"),
          get("Host: x\nX: y\r\n"),
          "GET /plain HTTP/1.1\nHost: x\n\n",
          target("GET plain HTTP/1.1"),
          target("GET * HTTP/1.1"),
          target("GET ?x=/plain HTTP/1.1"),
          target("GET x://evil/plain HTTP/1.1"),
          target("GET http:/plain HTTP/1.1"),
          target("GET http:///plain HTTP/1.1"),
          target("GET http://evil?x=/plain HTTP/1.1"),
          target("CONNECT evil:80 HTTP/1.1"),
          target("GET /plain#fragment HTTP/1.1"),
          target("GET /pl\u00e4in HTTP/1.1"),
          target("GET /pl\007ain HTTP/1.1"),
          target("GET /pl ain HTTP/1.1"),
          target("GET  /plain HTTP/1.1"),
          target("GET\t/plain HTTP/1.1"),
          target("GET /plain\013HTTP/1.1"),
          target(" GET /plain HTTP/1.1"),
          target("GET /plain"),
          target("GET /plain HTTP/1.1 x"),
          target("GET /plain HTTP/1.10"),
          target("GET /plain HTTP/1.2"),
          target("GET /plain HTTP/0.9"),
          target("GET /plain HTTP/2.0"),
          target("GET /plain http/1.1"),
          target("GET /plain FTP/1.1"),
          target("G@T /plain HTTP/1.1"),
          target("G\u00cbT /plain HTTP/1.1"),
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "\026\003\001\002\000\001\000\001\374\003\003\r\n\r\n");

  @AfterAll
  static void close() {
    SERVER.close();
  }

  private static void assertRefused(String request, String behind) {
    SERVER.handled.clear();
    try (RawClient client = RawClient.connect(SERVER.port())) {
      client.send(request + behind);
      Answer answer = client.answer();
      Envelope.details(answer, ErrorCode.INVALID_REQUEST);
      assertThat(answer.header("Connection")).contains("close");
      assertThat(client.rest()).isEmpty();
    }
    assertThat(SERVER.handled).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("AMBIGUOUS")
  void isRefusedAndNothingBehindItIsARequest(String request) {
    assertRefused(request, SMUGGLED);
  }

  @Test
  void whatComesLaterIsNoRequestEither() {
    for (String request : List.of(AMBIGUOUS.getFirst(), get("Host: x\r\nHost: x\r\n"))) {
      SERVER.handled.clear();
      try (RawClient client = RawClient.connect(SERVER.port())) {
        client.send(request);
        Envelope.details(client.answer(), ErrorCode.INVALID_REQUEST);
        client.trySend(SMUGGLED.getBytes(ISO_8859_1));
        assertThat(client.isClosed()).isTrue();
      }
      assertThat(SERVER.handled).isEmpty();
    }
  }

  /** Behind a request that is being answered, in the same bytes: the library has read all of it. */
  @Test
  void isRefusedInItsTurnWhenItComesBehindAnotherRequest() throws Exception {
    for (String request :
        List.of(
            get("Host: x\r\nHost: x\r\n"),
            target("GET plain HTTP/1.1"),
            post("Transfer-Encoding: chunked\r\n", "zz\r\n\r\n"),
            post("Content-Length: 5\r\nContent-Length: 6\r\n", "123456"))) {
      try (TestServer server = new TestServer();
          RawClient client = RawClient.connect(server.port())) {
        client.send("GET /gated HTTP/1.1\r\nHost: x\r\n\r\n" + request + SMUGGLED + SMUGGLED);
        server.waiting.await();
        server.gate.countDown();
        assertThat(client.answer().status()).isEqualTo(200);
        Envelope.details(client.answer(), ErrorCode.INVALID_REQUEST);
        assertThat(client.rest()).isEmpty();
        assertThat(server.handled).containsExactly("GET /gated");
      }
    }
  }

  @Test
  void oneByteAtATimeMakesNoDifference() {
    for (String request :
        List.of(
            post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
            post("Transfer-Encoding: chunked\r\n", "zz\r\n"),
            get("Host: x\r\nHost: x\r\n"),
            target("GET plain HTTP/1.1"))) {
      SERVER.handled.clear();
      try (RawClient client = RawClient.connect(SERVER.port())) {
        for (byte b : request.getBytes(ISO_8859_1)) {
          client.trySend(new byte[] {b});
        }
        Envelope.details(client.answer(), ErrorCode.INVALID_REQUEST);
        assertThat(client.isClosed()).isTrue();
      }
      assertThat(SERVER.handled).isEmpty();
    }
  }

  @Test
  void whatTheRulesAllowIsStillTaken() {
    List<String> allowed =
        List.of(
            get("Host:\r\n"),
            get("Host: some_host.example:8001\r\n"),
            get("Host: [::1]:8001\r\n"),
            get("Host: %\r\n"),
            get("Host: x%2\r\n"),
            get("host:x\r\n"),
            "GET /plain HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            "\r\n" + get("Host: x\r\n"),
            target("GET http://any.example/plain HTTP/1.1"),
            target("GET HTTPS://any.example:99/plain?x=//y HTTP/1.1"),
            post("Content-Length: 005 \r\n", "12345"),
            post("Transfer-Encoding: Chunked\r\n", "5;name=value\r\n12345\r\n00\r\nX: y\r\n\r\n"),
            get("Host: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"),
            get(
                "Host: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"),
            get(
                "Host: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Extensions: permessage-deflate;server_max_window_bits=999999999999;;=;\"\r\n"));
    SERVER.handled.clear();
    List<Integer> statuses = new ArrayList<>();
    try (RawClient client = RawClient.connect(SERVER.port())) {
      for (String request : allowed) {
        statuses.add(client.send(request).answer().status());
      }
    }
    assertThat(statuses).hasSize(allowed.size()).containsOnly(200);
    assertThat(SERVER.handled).hasSize(allowed.size());
  }

  /** A trailer is no header: it changes neither length nor host. */
  @Test
  void trailersSayNothing() {
    SERVER.handled.clear();
    try (RawClient client = RawClient.connect(SERVER.port())) {
      client.send(
          post(
                  "Transfer-Encoding: chunked\r\n",
                  "1\r\na\r\n0\r\nContent-Length: 9\r\nHost: y\r\n\r\n")
              + post("Content-Length: 1\r\n", "b"));
      assertThat(client.answer().body()).contains("\"body\":\"a\"");
      assertThat(client.answer().body()).contains("\"body\":\"b\"");
    }
    assertThat(SERVER.handled).containsExactly("POST /echo", "POST /echo");
  }
}
