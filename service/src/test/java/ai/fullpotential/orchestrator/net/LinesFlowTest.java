package ai.fullpotential.orchestrator.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.LinesServer.Line;
import ai.fullpotential.orchestrator.time.Await;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who waits for whom in a stream of lines, and for how long. */
class LinesFlowTest {

  private static final int MAX_LINE = 1024 * 1024;
  private static final Duration SEVERAL_SWEEPS = Duration.ofMillis(1200);

  private final ManualTime time = new ManualTime();

  private LinesServer keeping() {
    return new LinesServer(MAX_LINE, time, LinesServer.KEEP);
  }

  private static String code(String line) {
    return Envelope.json(line).path("error").path("code").asText();
  }

  @Test
  void aHandlerThatAnswersNothingIsHandedNoMoreThanItsShare() {
    try (LinesServer server = keeping();
        LinesClient client = new LinesClient(server)) {
      client.send("x\n".repeat(3000)).head();
      server.awaitTaken(LineStream.MAX_OPEN_LINES);
      assertThat(client.raw().staysSilentFor(Duration.ofMillis(100))).isTrue();
      assertThat(server.taken).hasSize(LineStream.MAX_OPEN_LINES);

      server.taken.get(1).answer();
      assertThat(client.raw().staysSilentFor(Duration.ofMillis(100))).isTrue();
      assertThat(server.taken).hasSize(LineStream.MAX_OPEN_LINES);

      server.taken.get(0).answer();
      assertThat(client.line()).isEqualTo("{\"line\":1}");
      assertThat(client.line()).isEqualTo("{\"line\":2}");
      server.awaitTaken(LineStream.MAX_OPEN_LINES + 2);

      for (int done = 2; done < 3000; done++) {
        server.awaitTaken(done + 1);
        server.taken.get(done).answer();
      }
      assertThat(client.lines()).hasSize(2998);
      assertThat(server.taken).hasSize(3000);
    }
  }

  @Test
  void largeLinesWaitEarlier() {
    try (LinesServer server = keeping();
        LinesClient client = new LinesClient(server)) {
      String line = "x".repeat(512 * 1024) + "\n";
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(() -> client.send(line.repeat(40)), Thread.ofVirtual()::start);
      client.head();
      server.awaitTaken(8);
      assertThat(client.raw().staysSilentFor(Duration.ofMillis(100))).isTrue();
      assertThat(server.taken).hasSize(8);
      for (int done = 0; done < 40; done++) {
        server.awaitTaken(done + 1);
        server.taken.get(done).answer();
      }
      assertThat(client.lines()).hasSize(40);
      sent.join();
    }
  }

  @Test
  void aClientThatDoesNotReadIsReadNoFurther() {
    String large = "\"" + "y".repeat(100_000) + "\"";
    try (LinesServer server = new LinesServer(MAX_LINE, time, line -> line.answer(large));
        LinesClient client = new LinesClient(server)) {
      client.send("x\n".repeat(2000)).head();
      server.awaitTaken(1);
      assertThat(quiet(server)).isLessThan(1500);
      assertThat(client.lines()).hasSize(2000).containsOnly(large);
    }
  }

  @Test
  void aClientThatNeverReadsIsDropped() {
    String large = "\"" + "y".repeat(100_000) + "\"";
    try (LinesServer server = new LinesServer(MAX_LINE, time, line -> line.answer(large));
        LinesClient client = new LinesClient(server)) {
      client.send("x\n".repeat(2000)).head();
      quiet(server);
      Await.until(
          "the server has closed",
          () -> {
            time.advance(Duration.ofSeconds(80));
            return !server.answered.isEmpty();
          });
      assertThat(server.answered).containsExactly("POST /lines 200 mine");
      assertThat(server.taken.size()).isLessThan(1500);
    }
  }

  /** How many lines are taken when no more are. */
  private static int quiet(LinesServer server) {
    int[] last = {0, 0};
    Await.until(
        "no further line is taken",
        () -> {
          int now = server.taken.size();
          last[1] = now == last[0] && now > 0 ? last[1] + 1 : 0;
          last[0] = now;
          return last[1] > 400;
        });
    return last[0];
  }

  @Test
  void aBodyMayTakeLongAsLongAsItGoesOn() {
    try (LinesServer server = new LinesServer(MAX_LINE, time, LinesServer.ANSWER);
        LinesClient client = new LinesClient(server)) {
      client.begin().head();
      for (int i = 1; i <= 3; i++) {
        client.chunk("x\n");
        assertThat(client.line()).isEqualTo("{\"line\":" + i + "}");
        time.advance(Duration.ofSeconds(25));
        assertThat(client.raw().staysSilentFor(SEVERAL_SWEEPS)).isTrue();
      }
      assertThat(client.end().lines()).isEmpty();
    }
  }

  @Test
  void aBodyThatStopsIsCutOnceItsLinesAreAnswered() {
    try (LinesServer server = keeping();
        LinesClient client = new LinesClient(server)) {
      client.begin().chunk("a\nhal").head();
      server.awaitTaken(1);
      time.advance(Duration.ofSeconds(31));
      assertThat(client.raw().staysSilentFor(SEVERAL_SWEEPS)).isTrue();
      client.raw().trySend("2\r\nf\n\r\n".getBytes(ISO_8859_1));
      server.taken.getFirst().answer();
      assertThat(client.line()).isEqualTo("{\"line\":1}");
      assertThat(code(client.line())).isEqualTo("REQUEST_TIMEOUT");
      assertThat(client.lines()).isEmpty();
      assertThat(client.raw().isClosed()).isTrue();
      assertThat(server.texts()).containsExactly("a");
    }
  }

  @Test
  void aClientThatIsHeldBackIsNotSlow() {
    try (LinesServer server = keeping();
        LinesClient client = new LinesClient(server)) {
      client.begin().chunk("x\n".repeat(1500)).head();
      server.awaitTaken(LineStream.MAX_OPEN_LINES);
      time.advance(Duration.ofMinutes(10));
      assertThat(client.raw().staysSilentFor(SEVERAL_SWEEPS)).isTrue();
      for (int done = 0; done < 1500; done++) {
        server.awaitTaken(done + 1);
        server.taken.get(done).answer();
      }
      time.advance(Duration.ofSeconds(25));
      for (int line = 1; line <= 1500; line++) {
        assertThat(client.line()).isEqualTo("{\"line\":" + line + "}");
      }
      assertThat(client.raw().staysSilentFor(SEVERAL_SWEEPS)).isTrue();
      assertThat(client.end().lines()).isEmpty();
    }
  }

  @Test
  void answersThatTakeLongAreAwaited() {
    try (LinesServer server = keeping();
        LinesClient client = new LinesClient(server)) {
      client.send("a\n").head();
      server.awaitTaken(1);
      time.advance(Duration.ofMinutes(10));
      assertThat(client.raw().staysSilentFor(SEVERAL_SWEEPS)).isTrue();
      server.taken.getFirst().answer();
      assertThat(client.lines()).hasSize(1);
    }
  }

  @Test
  void aServerThatClosesAnswersTheLinesItHasTaken() {
    try (LinesServer server = keeping();
        LinesClient client = new LinesClient(server);
        LinesClient whole = new LinesClient(server)) {
      client.begin().chunk("a\nb\nhal").head();
      whole.send("c\n").head();
      server.awaitTaken(3);
      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(server::stop, Thread.ofVirtual()::start);
      Await.until("no further line is taken", () -> isRefused(client, server));
      assertThat(stopped).isNotDone();
      List.copyOf(server.taken).forEach(Line::answer);
      List<String> lines = client.lines();
      assertThat(lines).hasSizeGreaterThanOrEqualTo(3);
      assertThat(code(lines.getLast())).isEqualTo("OVERLOADED");
      assertThat(whole.lines()).hasSize(1);
      assertThat(client.raw().isClosed()).isTrue();
      assertThat(whole.raw().isClosed()).isTrue();
      stopped.join();
    }
  }

  /** Whether a line that is sent is not taken: asked again and again, as closing takes a moment. */
  private static boolean isRefused(LinesClient client, LinesServer server) {
    int before = server.taken.size();
    client.chunk("x\n");
    return client.raw().staysSilentFor(Duration.ofMillis(50)) && server.taken.size() == before;
  }
}
