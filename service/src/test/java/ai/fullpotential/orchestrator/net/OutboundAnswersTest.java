package ai.fullpotential.orchestrator.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.ScriptedDroplet.Turn;
import ai.fullpotential.orchestrator.time.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is taken for an answer, and what is not: RFC 9112 by the letter, one call each. */
class OutboundAnswersTest {

  private static final int MAX_BYTES = 1000;
  private static final Duration PLENTY = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(300);

  // One loop, so that a second call meets the connection that the first one left.
  private static final Loops LOOPS = new Loops(1);
  private static final HttpCaller CALLER = new HttpCaller(LOOPS);

  static final List<String> NOT_HTTP =
      List.of(
          "HTTP/1.1 099 Too low\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 000 Too low\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 600 Too high\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 700 Too high\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 0200 Too long\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 2000 Too long\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 20 Too short\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 +200 Signed\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 -200 Signed\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 2x0 Odd\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 101 Switching\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\nraw",
          "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.2 200 OK\r\nContent-Length: 0\r\n\r\n",
          "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
          "ICY 200 OK\r\nContent-Length: 0\r\n\r\n",
          "SSH-2.0-OpenSSH_9.6\r\n",
          "220 mail.example ESMTP\r\n",
          "{\"status\":\"active\"}\r\n\r\n",
          "\0\0\0\0\n",
          "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok!",
          "HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\nok!",
          "HTTP/1.0 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok!",
          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
          "HTTP/1.1 200 OK\r\n: nameless\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok!!0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\nok\r\n0\r\n\r\n");

  static final List<String> OK =
      List.of(
          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 200 \r\ncontent-LENGTH:2\r\n\r\nok",
          "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1;x=y\r\nk\r\n0\r\nX: y\r\n\r\n",
          "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 199 What\r\n\r\nHTTP/1.1 100 Go\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

  @AfterAll
  static void close() {
    LOOPS.close();
  }

  private static HttpOutcome call(ScriptedDroplet droplet, Duration timeout) throws Exception {
    return CALLER.call(new HttpCall("GET", droplet.url(), "/", Map.of(), null, timeout, MAX_BYTES));
  }

  private static HttpOutcome callOne(Turn turn) throws Exception {
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(turn)) {
      HttpOutcome outcome = call(droplet, PLENTY);
      assertThat(droplet.calls()).isEqualTo(1);
      return outcome;
    }
  }

  private static void assertAnswered(HttpOutcome outcome, int status, String body) {
    assertThat(outcome).isInstanceOf(HttpOutcome.Answered.class);
    HttpOutcome.Answered answered = (HttpOutcome.Answered) outcome;
    assertThat(answered.status()).isEqualTo(status);
    assertThat(new String(answered.body(), UTF_8)).isEqualTo(body);
  }

  @ParameterizedTest
  @FieldSource("NOT_HTTP")
  void whatIsNotHttpIsBrokenAndItsConnectionNotUsedAgain(String answer) throws Exception {
    try (ScriptedDroplet droplet =
        ScriptedDroplet.playing(Turns.send(answer), Turns.status(200, "2"))) {
      assertThat(call(droplet, PLENTY)).isInstanceOf(HttpOutcome.Broken.class);
      assertThat(droplet.calls()).isEqualTo(1);
      assertAnswered(call(droplet, PLENTY), 200, "2");
      assertThat(droplet.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @FieldSource("OK")
  void whatIsHttpIsAnsweredAndItsConnectionUsedAgain(String answer) throws Exception {
    try (ScriptedDroplet droplet =
        ScriptedDroplet.playing(Turns.send(answer), Turns.status(200, "2"))) {
      assertAnswered(call(droplet, PLENTY), 200, "ok");
      assertAnswered(call(droplet, PLENTY), 200, "2");
      assertThat(droplet.connections()).isEqualTo(1);
    }
  }

  @Test
  void answersWithoutABodyEndAtOnce() throws Exception {
    assertAnswered(callOne(Turns.send("HTTP/1.1 204 None\r\n\r\n")), 204, "");
    assertAnswered(callOne(Turns.send("HTTP/1.1 304 Same\r\nContent-Length: 99\r\n\r\n")), 304, "");
    assertAnswered(callOne(Turns.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")), 200, "");
  }

  @Test
  void anAnswerMayEndWithItsConnection() throws Exception {
    assertAnswered(callOne(Turns.sendAndClose("HTTP/1.1 200 OK\r\n\r\nall")), 200, "all");
    assertAnswered(callOne(Turns.sendAndClose("HTTP/1.0 200 OK\r\n\r\nold")), 200, "old");
    assertAnswered(callOne(Turns.sendAndClose("HTTP/1.1 500 No\r\n\r\n")), 500, "");
  }

  @Test
  void anAnswerThatEndsWithAResetIsBroken() throws Exception {
    assertThat(callOne(Turns.sendAndReset("HTTP/1.1 200 OK\r\n\r\npart")))
        .isInstanceOf(HttpOutcome.Broken.class);
  }

  @Test
  void anAnswerThatEndsTooEarlyIsBroken() throws Exception {
    for (String part :
        List.of(
            "",
            "HTTP/1.1 2",
            "HTTP/1.1 200 OK\r\nContent-Le",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfour",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfive!\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfive!\r\n0\r\n")) {
      assertThat(callOne(Turns.sendAndClose(part))).as(part).isInstanceOf(HttpOutcome.Broken.class);
    }
  }

  @Test
  void whatComesBeyondAnAnswerIsNeverTakenForTheNextOne() throws Exception {
    for (String surplus :
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
            "HTTP/1.1 200 OK\r\nX: ",
            " and more",
            "\r\n")) {
      try (ScriptedDroplet droplet =
          ScriptedDroplet.playing(
              Turns.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + surplus),
              Turns.status(200, "2"))) {
        assertAnswered(call(droplet, PLENTY), 200, "ok");
        assertAnswered(call(droplet, PLENTY), 200, "2");
        assertThat(droplet.connections()).as(surplus).isEqualTo(2);
      }
    }
  }

  @Test
  void aBodyWhereNoneBelongsEndsTheConnection() throws Exception {
    try (ScriptedDroplet droplet =
        ScriptedDroplet.playing(
            Turns.send("HTTP/1.1 204 None\r\nContent-Length: 2\r\n\r\n{}"),
            Turns.status(200, "2"))) {
      assertAnswered(call(droplet, PLENTY), 204, "");
      assertAnswered(call(droplet, PLENTY), 200, "2");
      assertThat(droplet.connections()).isEqualTo(2);
    }
  }

  @Test
  void anAnswerThatIsTooLargeIsCutAndItsConnectionDropped() throws Exception {
    String large = "x".repeat(MAX_BYTES + 1);
    for (Turn turn :
        List.of(
            Turns.status(200, large),
            Turns.sendAndClose("HTTP/1.1 200 OK\r\n\r\n" + large),
            Turns.send(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + Integer.toHexString(large.length())
                    + "\r\n"
                    + large
                    + "\r\n0\r\n\r\n"),
            Turns.endless("HTTP/1.1 200 OK\r\n\r\n", "y".repeat(100)))) {
      try (ScriptedDroplet droplet = ScriptedDroplet.playing(turn, Turns.status(200, "2"))) {
        assertThat(call(droplet, PLENTY)).isEqualTo(new HttpOutcome.TooLarge(200, MAX_BYTES));
        assertAnswered(call(droplet, PLENTY), 200, "2");
        assertThat(droplet.connections()).isEqualTo(2);
      }
    }
  }

  @Test
  void anAnswerOfExactlyTheLargestSizeIsWhole() throws Exception {
    String full = "x".repeat(MAX_BYTES);
    assertAnswered(callOne(Turns.status(200, full)), 200, full);
    assertAnswered(callOne(Turns.sendAndClose("HTTP/1.1 200 OK\r\n\r\n" + full)), 200, full);
  }

  @Test
  void anEndlessHeadIsBrokenLongBeforeItFillsTheMemory() throws Exception {
    assertThat(
            callOne(Turns.endless("HTTP/1.1 200 OK\r\n", "X-Filler: " + "x".repeat(500) + "\r\n")))
        .isInstanceOf(HttpOutcome.Broken.class);
    assertThat(callOne(Turns.endless("HTTP/1.1 200 ", "OK ".repeat(500))))
        .isInstanceOf(HttpOutcome.Broken.class);
    assertThat(
            callOne(
                Turns.endless(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
                    "X-Filler: " + "x".repeat(500) + "\r\n")))
        .isInstanceOf(HttpOutcome.Broken.class);
  }

  @Test
  void endlessInterimAnswersEndAtTheDeadline() throws Exception {
    try (ScriptedDroplet droplet =
        ScriptedDroplet.playing(Turns.endless("", "HTTP/1.1 100 Continue\r\n\r\n"))) {
      assertThat(call(droplet, SHORT)).isInstanceOf(HttpOutcome.TimedOut.class);
    }
  }

  @Test
  void aPromisedBodyThatDoesNotComeEndsAtTheDeadline() throws Exception {
    for (String part :
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort",
            "HTTP/1.0 200 OK\r\n\r\nopen",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfive!\r\n")) {
      try (ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.send(part))) {
        assertThat(call(droplet, SHORT)).as(part).isInstanceOf(HttpOutcome.TimedOut.class);
        Await.until("the one call is seen", () -> droplet.calls() == 1);
      }
    }
  }

  @Test
  void redirectsAreAnswersLikeAnyOther() throws Exception {
    try (ScriptedDroplet elsewhere = ScriptedDroplet.playing(Turns.status(200, "1"))) {
      for (int status : List.of(301, 302, 303, 307, 308)) {
        HttpOutcome outcome =
            callOne(
                Turns.send(
                    "HTTP/1.1 "
                        + status
                        + " Away\r\nLocation: "
                        + elsewhere.url()
                        + "/x\r\nContent-Length: 0\r\n\r\n"));
        assertAnswered(outcome, status, "");
      }
      assertThat(elsewhere.connections()).isZero();
    }
  }
}
