package ai.fullpotential.orchestrator.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.time.Await;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a client may take of this server: bytes, and time (contract B5). */
class InboundBoundsTest {

  private static final Duration A_LITTLE = Duration.ofMillis(250);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final SystemTime time = new SystemTime();

  @Test
  void aBodyThatIsAnnouncedTooLargeIsRefusedUnread() {
    try (TestServer server = new TestServer();
        RawClient client = RawClient.connect(server.port())) {
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n");
      Answer answer = client.answer();
      assertThat(Envelope.details(answer, ErrorCode.PAYLOAD_TOO_LARGE).get("max_bytes").asInt())
          .isEqualTo(TestServer.MAX_BODY);
      assertThat(answer.header("Connection")).contains("close");
      assertThat(client.rest()).isEmpty();
      assertThat(server.handled).isEmpty();
    }
  }

  @Test
  void aBodyOfTheLargestSizeIsTaken() {
    try (TestServer server = new TestServer();
        RawClient client = RawClient.connect(server.port())) {
      String body = "x".repeat(TestServer.MAX_BODY);
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + body);
      assertThat(client.answer().body()).contains(body);
      client.send(
          "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n"
              + body
              + "\r\n0\r\n\r\n");
      assertThat(client.answer().body()).contains(body);
    }
  }

  @Test
  void aChunkedBodyIsCutWhereItBecomesTooLarge() {
    try (TestServer server = new TestServer();
        RawClient client = RawClient.connect(server.port())) {
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      String chunk = "64\r\n" + "x".repeat(100) + "\r\n";
      for (int i = 0; i < 11; i++) {
        client.trySend(chunk.getBytes(ISO_8859_1));
      }
      Envelope.details(client.answer(), ErrorCode.PAYLOAD_TOO_LARGE);
      assertThat(client.isClosed()).isTrue();
      assertThat(server.handled).isEmpty();
    }
  }

  /** A close with bytes unread would reset the connection and take the answer with it. */
  @Test
  void anAnswerArrivesEvenWhileTheClientStillSends() {
    try (TestServer server = new TestServer()) {
      for (String head :
          List.of(
              "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n",
              "POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9000000\r\n\r\n",
              "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n",
              "POST /echo HTTP/1.1\r\nHost: x\r\nHost: y\r\nContent-Length: 9000000\r\n\r\n",
              "POST /echo HTTP/1.1\r\nHost: x\r\nno colon\r\nContent-Length: 9000000\r\n\r\n")) {
        try (RawClient client = RawClient.connect(server.port())) {
          client.send(head);
          assertThat(client.trySend(new byte[9_000_000])).as(head).isTrue();
          assertThat(Envelope.error(client.answer())).isNotNull();
          assertThat(client.rest()).isEmpty();
        }
      }
      assertThat(server.handled).isEmpty();
    }
  }

  @Test
  void aClientThatNeverStopsSendingIsCutInTheEnd() {
    try (TestServer server = new TestServer();
        RawClient client = RawClient.connect(server.port())) {
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000\r\n\r\n");
      Envelope.details(client.answer(), ErrorCode.PAYLOAD_TOO_LARGE);
      long start = time.nanos();
      byte[] piece = new byte[1000];
      Await.until("the server gives up", () -> !client.trySend(piece));
      assertThat(time.since(start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void whoAsksBeforeSendingIsAnsweredFirst() {
    try (TestServer server = new TestServer();
        RawClient client = RawClient.connect(server.port())) {
      String head = "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ";
      client.send(head + "5\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(100);
      assertThat(client.send("12345").answer().body()).contains("12345");

      client.send(head + "1001\r\n\r\n");
      Envelope.details(client.answer(), ErrorCode.PAYLOAD_TOO_LARGE);
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aRequestLineThatIsTooLongIsRefused() {
    try (TestServer server = new TestServer()) {
      String path = "/" + "x".repeat(ServerSettings.MAX_LINE_BYTES);
      Answer answer = RawClient.ask(server.port(), "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(Envelope.details(answer, ErrorCode.URI_TOO_LONG).get("max_bytes").asInt())
          .isEqualTo(ServerSettings.MAX_LINE_BYTES);
      try (RawClient client = RawClient.connect(server.port())) {
        client.send("GET " + path); // and never an end of the line
        Envelope.details(client.answer(), ErrorCode.URI_TOO_LONG);
        assertThat(client.isClosed()).isTrue();
      }
    }
  }

  @Test
  void headersThatAreTooLargeTogetherAreRefused() {
    try (TestServer server = new TestServer()) {
      String one = "X-Filler: " + "x".repeat(90) + "\r\n";
      String few = "GET /plain HTTP/1.1\r\nHost: x\r\n" + one.repeat(18) + "\r\n";
      String many = "GET /plain HTTP/1.1\r\nHost: x\r\n" + one.repeat(30) + "\r\n";
      assertThat(RawClient.ask(server.port(), few).status()).isEqualTo(200);
      assertThat(
              Envelope.details(RawClient.ask(server.port(), many), ErrorCode.HEADERS_TOO_LARGE)
                  .get("max_bytes")
                  .asInt())
          .isEqualTo(TestServer.MAX_HEADERS);
      String trailers =
          "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
              + one.repeat(30);
      Envelope.error(RawClient.ask(server.port(), trailers));
    }
  }

  @Test
  void aRequestThatDoesNotArriveInTimeIsAnswered408AndCut() {
    List<String> parts =
        List.of(
            "G",
            "GET /plain HTTP/1.1\r\n",
            "GET /plain HTTP/1.1\r\nHost: x\r\n",
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n",
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n1234",
            "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123");
    try (TestServer server = new TestServer(A_LITTLE, LONG)) {
      for (String before : List.of("", "GET /plain HTTP/1.1\r\nHost: x\r\n\r\n")) {
        List<CompletableFuture<Void>> all =
            parts.stream()
                .map(
                    part ->
                        CompletableFuture.runAsync(
                            () -> assertCut(server, before, part), Thread.ofVirtual()::start))
                .toList();
        all.forEach(CompletableFuture::join);
      }
    }
  }

  /** Whether the slow request is the first of its connection, or comes in the bytes of another. */
  private void assertCut(TestServer server, String before, String part) {
    try (RawClient client = RawClient.connect(server.port())) {
      long start = time.nanos();
      client.send(before + part);
      if (!before.isEmpty()) {
        assertThat(client.answer().status()).isEqualTo(200);
      }
      Answer answer = client.answer();
      assertThat(
              Envelope.details(answer, ErrorCode.REQUEST_TIMEOUT).get("timeout_seconds").asDouble())
          .isEqualTo(0.25);
      assertThat(answer.header("Connection")).contains("close");
      assertThat(client.rest()).isEmpty();
      assertThat(time.since(start)).as(part).isBetween(A_LITTLE, Duration.ofSeconds(2));
    }
  }

  @Test
  void aSlowRequestIsAnsweredByItsOwnIdAndTold() {
    try (TestServer server = new TestServer(A_LITTLE, LONG);
        RawClient client = RawClient.connect(server.port())) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: x\r\nX-Request-ID: mine\r\nContent-Length: 5\r\n\r\n1");
      assertThat(client.answer().header("X-Request-ID")).contains("mine");
      Await.until("the answer is told", () -> !server.answered.isEmpty());
      assertThat(server.answered).containsExactly("POST /echo /echo 408 mine");
    }
  }

  @Test
  void oneByteNowAndThenDoesNotBuyTime() {
    try (TestServer server = new TestServer(A_LITTLE, LONG);
        RawClient client = RawClient.connect(server.port())) {
      client.send("GET /plain HTTP/1.1\r\nX: ");
      long start = time.nanos();
      Await.until("cut", () -> !client.trySend(new byte[] {'x'}) || client.hasAnswer());
      Envelope.details(client.answer(), ErrorCode.REQUEST_TIMEOUT);
      assertThat(time.since(start)).isLessThan(Duration.ofSeconds(2));
    }
  }

  /** Its sender was not slow: it had to wait for the answer before. */
  @Test
  void aRequestBehindALongOneIsNotSlow() throws Exception {
    try (TestServer server = new TestServer(A_LITTLE, LONG);
        RawClient client = RawClient.connect(server.port())) {
      client.send("GET /gated HTTP/1.1\r\nHost: x\r\n\r\n");
      server.waiting.await();
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nfirst");
      assertThat(client.staysSilentFor(Duration.ofMillis(1200))).isTrue();
      client.send(" two");
      server.gate.countDown();
      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.answer().body()).contains("first two");
    }
  }

  @Test
  void aRequestBeingAnsweredIsNeverIdle() throws Exception {
    try (TestServer server = new TestServer(LONG, A_LITTLE);
        RawClient client = RawClient.connect(server.port())) {
      client.send("GET /gated HTTP/1.1\r\nHost: x\r\n\r\n");
      server.waiting.await();
      assertThat(client.staysSilentFor(Duration.ofMillis(1200))).isTrue();
      server.gate.countDown();
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void idleConnectionsAreReaped() {
    try (TestServer server = new TestServer(LONG, A_LITTLE);
        RawClient fresh = RawClient.connect(server.port());
        RawClient used = RawClient.connect(server.port())) {
      long start = time.nanos();
      assertThat(used.send("GET /plain HTTP/1.1\r\nHost: x\r\n\r\n").answer().status())
          .isEqualTo(200);
      assertThat(fresh.rest()).isEmpty();
      assertThat(used.rest()).isEmpty();
      assertThat(time.since(start)).isBetween(A_LITTLE, Duration.ofSeconds(2));
    }
  }

  /** Its answers fill this service's memory for as long as it lives. */
  @Test
  void aClientThatDoesNotTakeItsAnswersIsReaped() {
    try (TestServer server = new TestServer(LONG, A_LITTLE);
        RawClient client = RawClient.connect(server.port())) {
      String request = "GET /large HTTP/1.1\r\nHost: x\r\n\r\n";
      client.send(request.repeat(20));
      Await.until("the server has closed", () -> !client.trySend(request.getBytes(ISO_8859_1)));
      assertThat(server.answered.size()).isLessThan(20);
    }
  }

  @Test
  void aClientThatTakesItsAnswerSlowlyIsServedToItsEnd() {
    try (TestServer server = new TestServer(LONG, Duration.ofSeconds(1));
        RawClient client = RawClient.connect(server.port())) {
      client.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.answerSlowly(Duration.ofSeconds(2))).isEqualTo(TestServer.LARGE + 2);
    }
  }
}
