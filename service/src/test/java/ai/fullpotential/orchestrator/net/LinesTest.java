package ai.fullpotential.orchestrator.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.LinesServer.Line;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.time.Await;
import ai.fullpotential.orchestrator.time.SystemTime;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of a body of lines, and of its bounds. */
class LinesTest {

  private static final int MAX_LINE = 1000;

  private final SystemTime time = new SystemTime();

  private LinesServer answering() {
    return new LinesServer(MAX_LINE, time, LinesServer.ANSWER);
  }

  private static String[] answers(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> "{\"line\":" + number + "}")
        .toArray(String[]::new);
  }

  /** Checks that the line is the error of this code; gives its details. */
  private static JsonNode error(String line, ErrorCode code) {
    JsonNode envelope = Envelope.json(line);
    assertThat(envelope.path("status").asText()).as(line).isEqualTo("error");
    assertThat(envelope.path("error").path("code").asText()).as(line).isEqualTo(code.name());
    assertThat(envelope.path("timestamp").asText()).endsWith("Z");
    return envelope.path("error").path("details");
  }

  private static Answer ask(LinesServer server, String method, String headers) {
    return RawClient.ask(
        server.port(), method + " /lines HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
  }

  @Test
  void eachLineIsAnsweredByALine() {
    try (LinesServer server = answering();
        LinesClient client = new LinesClient(server)) {
      Answer head = client.send("a\nb\nc\n").head();
      assertThat(head.headers("Content-Type")).containsExactly("application/x-ndjson");
      assertThat(head.headers("Transfer-Encoding")).containsExactly("chunked");
      assertThat(head.headers("X-Request-ID")).containsExactly("mine");
      assertThat(head.headers("Cache-Control")).containsExactly("no-store");
      assertThat(head.headers("X-Content-Type-Options")).containsExactly("nosniff");
      assertThat(client.lines()).containsExactly(answers(3));
      assertThat(server.texts()).containsExactly("a", "b", "c");
    }
  }

  @Test
  void answersLeaveInTheOrderOfTheLines() {
    try (LinesServer server = new LinesServer(MAX_LINE, time, LinesServer.KEEP);
        LinesClient client = new LinesClient(server)) {
      client.begin().chunk("a\nb\nc\nd\n").head();
      server.awaitTaken(4);
      server.taken.reversed().forEach(Line::answer);
      assertThat(List.of(client.line(), client.line(), client.line(), client.line()))
          .containsExactly(answers(4));
      client.chunk("e\n");
      server.awaitTaken(5);
      server.taken.get(4).answer();
      assertThat(client.line()).isEqualTo("{\"line\":5}");
      assertThat(client.end().lines()).isEmpty();
    }
  }

  @Test
  void answersMayComeFromAnyThreadAndTheFirstCounts() {
    try (LinesServer server =
            new LinesServer(
                MAX_LINE,
                time,
                line ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              line.answer();
                              line.answer("\"twice\"");
                            }));
        LinesClient client = new LinesClient(server)) {
      client.send("x\n".repeat(5000)).head();
      assertThat(client.lines()).containsExactly(answers(5000));
    }
  }

  @Test
  void answersThatAreReadyTogetherLeaveTogether() {
    try (LinesServer server = answering();
        LinesClient client = new LinesClient(server)) {
      client.begin().head();
      client.chunk("x\n".repeat(100));
      assertThat(client.raw().chunk()).isEqualTo(String.join("\n", answers(100)) + "\n");
    }
  }

  @Test
  void aConnectionGoesOnAfterALinesRequest() {
    try (LinesServer server = answering();
        LinesClient client = new LinesClient(server)) {
      for (int i = 0; i < 3; i++) {
        client.send("a\nb\n").head();
        assertThat(client.lines()).containsExactly(answers(2));
        client.begin().chunk("a\n").end().head();
        assertThat(client.lines()).containsExactly(answers(1));
        client.raw().send("GET /plain HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(client.raw().answer().body()).isEqualTo("[]");
      }
      client.send("a\n").send("b\n").raw().finish();
      client.head();
      assertThat(client.lines()).containsExactly(answers(1));
      client.head();
      assertThat(client.lines()).containsExactly(answers(1));
      assertThat(client.raw().isClosed()).isTrue();
    }
  }

  @Test
  void theListenerHearsOnceAtTheEnd() {
    try (LinesServer server = new LinesServer(MAX_LINE, time, LinesServer.KEEP);
        LinesClient client = new LinesClient(server)) {
      client.send("a\nb\n").head();
      server.awaitTaken(2);
      server.taken.getFirst().answer();
      assertThat(client.line()).isEqualTo("{\"line\":1}");
      assertThat(server.answered).isEmpty();
      server.taken.getLast().answer();
      assertThat(client.lines()).containsExactly("{\"line\":2}");
      Await.until("told", () -> !server.answered.isEmpty());
      assertThat(server.answered).containsExactly("POST /lines 200 mine");
    }
  }

  @Test
  void lineEndsMayBeCrlfAndTheLastMayBeMissing() {
    try (LinesServer server = answering();
        LinesClient client = new LinesClient(server)) {
      client.send("a\r\nb\n\n \t\r\n\r\nc").head();
      assertThat(client.lines()).containsExactly("{\"line\":1}", "{\"line\":2}", "{\"line\":6}");
      assertThat(server.texts()).containsExactly("a", "b", "c");
    }
  }

  @Test
  void aBodyWithoutLinesIsAnsweredWithoutLines() {
    try (LinesServer server = answering();
        LinesClient client = new LinesClient(server)) {
      for (String body : List.of("", "\n", "\r\n \n")) {
        client.send(body).head();
        assertThat(client.lines()).isEmpty();
      }
      assertThat(server.taken).isEmpty();
    }
  }

  @Test
  void linesAreTheSameWhereverTheBodyIsCut() {
    byte[] body = "{\"a\":\"ä€😀\"}\r\n{\"b\":1}\n\nlast ü".getBytes(UTF_8);
    try (LinesServer server = answering();
        LinesClient client = new LinesClient(server)) {
      for (int cut = 1; cut < body.length; cut++) {
        client.begin();
        client.chunk(Arrays.copyOf(body, cut));
        client.chunk(Arrays.copyOfRange(body, cut, body.length)).end().head();
        assertThat(client.lines()).hasSize(3);
      }
      client.begin();
      for (byte b : body) {
        client.chunk(new byte[] {b});
      }
      client.end().head();
      assertThat(client.lines()).hasSize(3);
      for (int i = 0; i < server.taken.size(); i += 3) {
        assertThat(server.texts().subList(i, i + 3))
            .containsExactly("{\"a\":\"ä€😀\"}", "{\"b\":1}", "last ü");
      }
      assertThat(server.taken).hasSize(3 * body.length);
    }
  }

  @Test
  void theBodyMayBeLargerThanOneLine() {
    try (LinesServer server = answering();
        LinesClient client = new LinesClient(server)) {
      String longest = "x".repeat(MAX_LINE);
      client.send((longest + "\n").repeat(50) + (longest + "\r\n").repeat(50) + longest).head();
      assertThat(client.lines()).containsExactly(answers(101));
      assertThat(server.texts()).containsOnly(longest);
    }
  }

  @Test
  void aLineThatIsTooLongEndsTheAnswer() {
    String tooLong = "x".repeat(MAX_LINE + 1);
    for (String rest : List.of(tooLong + "\nc\n", tooLong, tooLong + "\r\nc", tooLong + "xxxx")) {
      try (LinesServer server = answering();
          LinesClient client = new LinesClient(server)) {
        client.send("a\nb\n" + rest).head();
        List<String> lines = client.lines();
        assertThat(lines).hasSize(3).startsWith(answers(2));
        JsonNode details = error(lines.getLast(), ErrorCode.PAYLOAD_TOO_LARGE);
        assertThat(details.get("line").asInt()).isEqualTo(3);
        assertThat(details.get("max_bytes").asInt()).isEqualTo(MAX_LINE);
        assertThat(client.raw().isClosed()).isTrue();
        assertThat(server.texts()).containsExactly("a", "b");
        Await.until("told", () -> !server.answered.isEmpty());
        assertThat(server.answered).containsExactly("POST /lines 200 mine");
      }
    }
  }

  @Test
  void aLineIsTooLongBeforeItsEndHasCome() {
    try (LinesServer server = answering();
        LinesClient client = new LinesClient(server)) {
      client.begin().chunk("x".repeat(MAX_LINE)).head();
      client.chunk("xx");
      error(client.line(), ErrorCode.PAYLOAD_TOO_LARGE);
      assertThat(client.lines()).isEmpty();
      assertThat(client.raw().isClosed()).isTrue();
    }
  }

  @Test
  void tenThousandLinesAreTakenAndNotOneMore() {
    try (LinesServer server = answering();
        LinesClient client = new LinesClient(server);
        LinesClient greedy = new LinesClient(server)) {
      client.send("x\n".repeat(LinesHandler.MAX_LINES) + "\n\r\n").head();
      assertThat(client.lines()).containsExactly(answers(LinesHandler.MAX_LINES));
      server.taken.clear();

      greedy.send("x\n".repeat(LinesHandler.MAX_LINES + 500)).raw().finish();
      greedy.head();
      List<String> lines = greedy.lines();
      assertThat(lines)
          .hasSize(LinesHandler.MAX_LINES + 1)
          .startsWith(answers(LinesHandler.MAX_LINES));
      assertThat(error(lines.getLast(), ErrorCode.PAYLOAD_TOO_LARGE).get("max_lines").asInt())
          .isEqualTo(LinesHandler.MAX_LINES);
      assertThat(greedy.raw().isClosed()).isTrue();
      assertThat(server.taken).hasSize(LinesHandler.MAX_LINES);
    }
  }

  @Test
  void aBugAnswersItsLineAlone() {
    try (LinesServer server =
            new LinesServer(
                MAX_LINE,
                time,
                line -> {
                  switch (line.text()) {
                    case "throws" -> throw new IllegalStateException("secret of java.lang");
                    case "fails" -> throw new AssertionError("secret of java.lang");
                    default -> line.answer();
                  }
                });
        LinesClient client = new LinesClient(server)) {
      client.send("a\nthrows\nfails\nb\n").head();
      List<String> lines = client.lines();
      assertThat(lines).hasSize(4).contains("{\"line\":1}", "{\"line\":4}");
      for (int line = 2; line <= 3; line++) {
        JsonNode details = error(lines.get(line - 1), ErrorCode.INTERNAL_ERROR);
        assertThat(details.get("request_id").asText()).isEqualTo("mine");
        assertThat(details.get("line").asInt()).isEqualTo(line);
      }
      assertThat(lines.toString()).doesNotContain("secret");
    }
  }

  @Test
  void anAnswerToTheExchangeIsTheLastLine() {
    try (LinesServer server =
            new LinesServer(
                MAX_LINE,
                time,
                line -> {
                  line.answer();
                  if (line.number() == 2) {
                    line.exchange().fail(ErrorCode.OVERLOADED, "Not now.", Map.of("line", 2));
                  }
                });
        LinesClient client = new LinesClient(server)) {
      client.send("a\nb\nc\nd\n").head();
      List<String> lines = client.lines();
      assertThat(lines).hasSize(3).startsWith(answers(2));
      error(lines.getLast(), ErrorCode.OVERLOADED);
      assertThat(client.raw().isClosed()).isTrue();
      assertThat(server.taken).hasSize(2);
    }
  }

  @Test
  void onlyLinesOfJsonAreTaken() {
    try (LinesServer server = answering()) {
      for (String type :
          List.of(
              "application/x-ndjson",
              "application/ndjson",
              "application/jsonl",
              "Application/X-NDJSON; charset=utf-8")) {
        assertThat(ask(server, "POST", "Content-Type: " + type + "\r\n").status()).isEqualTo(200);
      }
      for (String type : List.of("application/json", "text/plain", "application/x-ndjsonl", "")) {
        Answer answer = ask(server, "POST", "Content-Type: " + type + "\r\n");
        assertThat(
                Envelope.details(answer, ErrorCode.UNSUPPORTED_MEDIA_TYPE)
                    .get("content_type")
                    .asText())
            .isEqualTo(type);
      }
      Envelope.details(ask(server, "POST", ""), ErrorCode.UNSUPPORTED_MEDIA_TYPE);
      Envelope.details(
          ask(server, "POST", "Content-Type: application/x-ndjson\r\nContent-Encoding: gzip\r\n"),
          ErrorCode.UNSUPPORTED_MEDIA_TYPE);
      Answer other = ask(server, "GET", "");
      Envelope.details(other, ErrorCode.METHOD_NOT_ALLOWED);
      assertThat(other.header("Allow")).contains("POST");
      Envelope.details(
          RawClient.ask(
              server.port(), "POST /lines HTTP/1.0\r\nContent-Type: application/x-ndjson\r\n\r\n"),
          ErrorCode.INVALID_REQUEST);
    }
  }

  @Test
  void aBodyThatIsRefusedForItsTypeIsNotRead() {
    try (LinesServer server = answering();
        RawClient client = RawClient.connect(server.port())) {
      client.send("POST /lines HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\na\nb\n");
      Envelope.details(client.answer(), ErrorCode.UNSUPPORTED_MEDIA_TYPE);
      assertThat(client.isClosed()).isTrue();
      assertThat(server.taken).isEmpty();
    }
  }

  @Test
  void whoAsksBeforeSendingIsToldToSend() {
    try (LinesServer server = answering();
        LinesClient client = new LinesClient(server)) {
      client.begin("Expect: 100-continue\r\n");
      assertThat(client.raw().answer().status()).isEqualTo(100);
      client.head();
      client.chunk("a\n").end();
      assertThat(client.lines()).containsExactly(answers(1));
    }
  }

  @Test
  void ofABodyThatBreaksOffTheWholeLinesAreDone() {
    for (String broken : List.of("not a chunk\r\n", "5\r\nabcdefg\r\n")) {
      try (LinesServer server = answering();
          LinesClient client = new LinesClient(server)) {
        client.begin().chunk("a\nb\nhal").raw().send(broken);
        client.head();
        List<String> lines = client.lines();
        assertThat(lines).startsWith(answers(2));
        error(lines.getLast(), ErrorCode.INVALID_REQUEST);
        assertThat(client.raw().isClosed()).isTrue();
        assertThat(server.texts()).startsWith("a", "b").doesNotContain("hal");
      }
    }
  }

  @Test
  void aClientThatEndsTooEarlyIsToldSo() {
    try (LinesServer server = new LinesServer(MAX_LINE, time, LinesServer.KEEP);
        LinesClient client = new LinesClient(server)) {
      client.begin().chunk("a\nb\nhal").raw().finish();
      client.head();
      server.awaitTaken(2);
      assertThat(client.raw().staysSilentFor(Duration.ofMillis(100))).isTrue();
      server.taken.getFirst().answer();
      assertThat(client.line()).isEqualTo("{\"line\":1}");
      server.taken.getLast().answer();
      List<String> lines = client.lines();
      assertThat(lines).hasSize(2).startsWith("{\"line\":2}");
      error(lines.getLast(), ErrorCode.INVALID_REQUEST);
      assertThat(client.raw().isClosed()).isTrue();
      assertThat(server.texts()).containsExactly("a", "b");
    }
  }

  @Test
  void aConnectionThatIsLostEndsItsRequestOnceItsLinesAreDone() {
    try (LinesServer server = new LinesServer(MAX_LINE, time, LinesServer.KEEP);
        LinesClient client = new LinesClient(server)) {
      client.begin().chunk("a\nb\nhal").head();
      server.awaitTaken(2);
      client.raw().reset();
      server.taken.forEach(Line::answer);
      Await.until("told", () -> !server.answered.isEmpty());
      assertThat(server.answered).containsExactly("POST /lines 200 mine");
      assertThat(server.texts()).containsExactly("a", "b");
    }
  }
}
