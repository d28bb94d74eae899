package ai.fullpotential.orchestrator.cli;

import static ai.fullpotential.orchestrator.net.Turns.answer;
import static ai.fullpotential.orchestrator.net.Turns.send;
import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Seen;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Turn;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How fast a load goes, when it waits, and what is seen of it. */
class LoadPaceTest {

  private final BatchService batches = new BatchService();
  private final ScriptedDroplet service = ScriptedDroplet.playing(batches.takes());
  private final Shell shell = Shell.of(service.url());
  private final List<Duration> pauses = new ArrayList<>();

  @BeforeEach
  void notePauses() {
    shell.pause =
        duration -> {
          pauses.add(duration);
          shell.time.advance(duration);
        };
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void noMoreLinesPassInASecondThanWanted() {
    assertThat(piping(7).run("load - --rate 3")).isEqualTo(ExitCode.OK);

    assertThat(sizes()).containsExactly(3, 3, 1);
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
  }

  @Test
  void theServiceSaysWhenToComeAgain() {
    service.replay(
        send(
            answer(503, "application/json", BatchService.envelope("OVERLOADED", "try again"))
                .replace("Content-Type", "Retry-After: 7\r\nContent-Type")),
        batches.takes());

    assertThat(piping(2).run("load -")).isEqualTo(ExitCode.OK);

    assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    assertThat(shell.err()).isEqualTo("orchestrator: try again (OVERLOADED); again in 7 s\n");
    assertThat(batches.tasks).hasSize(2);
  }

  @Test
  void linesThatMeetAPassingFaultAreSentAgainAlone() {
    service.replay(
        status(
            200,
            "{\"line\":1,\"task_id\":\"t\",\"status\":\"queued\"}\n"
                + BatchService.refused(2, "STORE_UNAVAILABLE", "the disk is full")
                + "\n{\"line\":3,\"task_id\":\"t\",\"status\":\"queued\"}\n"),
        batches.takes());

    assertThat(piping(3).run("load -")).isEqualTo(ExitCode.OK);

    assertThat(sizes()).containsExactly(3, 1);
    assertThat(batches.tasks.values()).containsExactly("/2");
    assertThat(shell.out()).startsWith("3 accepted, 0 refused");
  }

  @Test
  void anAnswerThatEndsTooEarlyStandsAsFarAsItGoes() {
    service.replay(
        status(200, "{\"line\":1,\"task_id\":\"t\",\"status\":\"queued\"}\n{\"line\":2,\"ta"),
        batches.takes());

    assertThat(piping(3).run("load -")).isEqualTo(ExitCode.OK);

    assertThat(sizes()).containsExactly(3, 2);
    assertThat(shell.err()).contains("the answer broke off; again in 1 s");
  }

  @Test
  void aBatchThatIsTooLargeIsHalvedAndALineThatIsAloneIsRefused() {
    Turn tooLarge = status(413, BatchService.envelope("PAYLOAD_TOO_LARGE", "too large"));
    service.replay(tooLarge, tooLarge, batches.takes());

    assertThat(piping(3).run("load -")).isEqualTo(ExitCode.FAILURE);

    assertThat(sizes()).containsExactly(3, 1, 2);
    assertThat(shell.err()).contains("line 1: too large (PAYLOAD_TOO_LARGE)");
    assertThat(shell.out()).startsWith("2 accepted, 1 refused");
  }

  @Test
  void largeLinesGoInSmallBatches() {
    String large = "{\"payload\":\"" + "x".repeat(400 * 1024) + "\"}\n";

    assertThat(shell.piping(large.repeat(3)).run("load -")).isEqualTo(ExitCode.OK);

    assertThat(sizes()).containsExactly(2, 1);
  }

  @Test
  void aLogGetsALineNowAndThen() {
    shell.piping(lines(60)).run("load - --rate 2");

    assertThat(shell.err().lines())
        .containsExactly(
            "orchestrator: 22 tasks sent, 0 refused, 2 a second",
            "orchestrator: 42 tasks sent, 0 refused, 2 a second");
  }

  @Test
  void aPersonSeesABar() {
    shell.screen = new Screen(true, true, () -> 100);

    shell.piping(lines(5) + "{\"bad\":1}\n").run("load -");

    assertThat(shell.err()).contains("\rload ", "6/", "1 refused");
    assertThat(shell.err().lines().flatMap(line -> List.of(line.split("\r")).stream()))
        .allMatch(line -> line.length() <= 103);
  }

  @Test
  void stoppedItEndsWithTheBatchThatIsUnderWayAndSaysHowToGoOn() throws Exception {
    AtomicReference<LoadRun> running = new AtomicReference<>();
    service.replay(
        (request, connection) -> {
          Optional.ofNullable(running.get()).orElseThrow().stop();
          return batches.takes().play(request, connection);
        });
    StringWriter err = new StringWriter();
    Terminal terminal = new Terminal(new PrintWriter(err), new PrintWriter(err, true));
    try (ApiClient api = new ApiClient(service.url(), Optional.empty());
        PipeSource source =
            new PipeSource(
                new ByteArrayInputStream(lines(2500).getBytes(StandardCharsets.UTF_8)), false)) {
      running.set(new LoadRun(source, shell.session(api, terminal), 1000));

      assertThat(running.get().run()).isEqualTo(ExitCode.FAILURE);
    }
    assertThat(sizes()).containsExactly(1000);
    assertThat(err.toString())
        .isEqualTo(
            "\norchestrator: stopped after 0 tasks, at line 0; the same input again makes no task"
                + " twice\n");
  }

  private Shell piping(int lines) {
    return shell.piping(lines(lines));
  }

  private static String lines(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "{\"path\":\"/" + i + "\"}\n")
        .collect(Collectors.joining());
  }

  private List<Integer> sizes() {
    return service.requests().stream()
        .map(Seen::body)
        .map(body -> (int) body.lines().count())
        .toList();
  }
}
