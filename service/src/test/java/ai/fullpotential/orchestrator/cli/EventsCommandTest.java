package ai.fullpotential.orchestrator.cli;

import static ai.fullpotential.orchestrator.cli.EventService.frame;
import static ai.fullpotential.orchestrator.cli.EventService.stream;
import static ai.fullpotential.orchestrator.cli.EventService.telling;
import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Seen;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Turn;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsCommandTest {

  private static final String FAILED =
      "{\"type\":\"task.failed\",\"at\":1795517550.2,\"task_id\":\"t1\",\"droplet_name\":\"a\","
          + "\"method\":\"GET\",\"path\":\"/x\",\"response_status\":503,\"error\":\"no\\u001b luck\"}";
  private static final String GONE =
      "{\"type\":\"droplet.unreachable\",\"at\":1795517551,\"droplet_name\":\"b\"}";
  private static final Turn HEALTHY = status(200, "{\"status\":\"active\"}");

  @TempDir Path directory;

  private final ScriptedDroplet service =
      ScriptedDroplet.playing(
          HEALTHY,
          stream(frame("c1", "task.failed", FAILED)),
          stream(frame("c2", "droplet.unreachable", GONE)));
  private final Shell shell = Shell.of(service.url());

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void eachEventIsALineAndABreakOfTheConnectionIsSaidCalmly() {
    assertThat(shell.run("events --count 2")).isEqualTo(ExitCode.OK);

    assertThat(shell.out().lines())
        .containsExactly(
            "11-24 19:52:30  task.failed          t1  a GET /x HTTP 503: no  luck",
            "11-24 19:52:31  droplet.unreachable    b");
    assertThat(shell.err().lines())
        .containsExactly(
            "orchestrator: the connection broke off; trying again",
            "orchestrator: connected again");
  }

  @Test
  void itGoesOnAfterTheLastEventThatItSaw() {
    shell.run("events --count 2 --type task.failed --type droplet.unreachable --droplet a&b");

    List<Seen> streams = service.requests().subList(1, 3);
    assertThat(streams)
        .extracting(Seen::line)
        .containsOnly(
            "GET /orchestrator/events?types=task.failed%2Cdroplet.unreachable&droplet=a%26b"
                + " HTTP/1.1");
    assertThat(streams.getFirst().header("Last-Event-ID")).isEmpty();
    assertThat(streams.getLast().header("Last-Event-ID")).containsExactly("c1");
    assertThat(streams.getLast().header("Accept")).containsExactly("text/event-stream");
  }

  @Test
  void aProgramGetsOneObjectALine() {
    shell.run("events --count 1 --json");

    assertThat(shell.out()).isEqualTo(FAILED.replace("\\u001b", "\\u001B") + "\n");
  }

  @Test
  void aSignOfLifeSaysWhereToGoOn() {
    service.replay(
        HEALTHY, stream("id: c7\n\n", ": alive\n\n"), stream(frame("c8", "task.failed", FAILED)));

    shell.run("events --count 1");

    assertThat(service.requests().getLast().header("Last-Event-ID")).containsExactly("c7");
    assertThat(shell.out().lines()).hasSize(1);
  }

  @Test
  void realEventsAreToldAsTheyCome() throws Exception {
    try (TestApplication application = TestApplication.start(directory)) {
      BaseUrl url = new BaseUrl(false, "127.0.0.1", application.port(), "");
      Shell real = Shell.of(url);
      CompletableFuture<ExitCode> told =
          CompletableFuture.supplyAsync(
              () -> real.run("events --count 2 --type task.failed --type task.succeeded"));
      while (!told.isDone()) {
        application.post("/tasks", "{\"droplet_name\":\"registry\",\"path\":\"/nothing\"}");
      }

      assertThat(told.get()).isEqualTo(ExitCode.OK);
      assertThat(real.out().lines())
          .hasSize(2)
          .allMatch(line -> line.contains("  task.failed "))
          .allMatch(line -> line.contains("registry GET /nothing HTTP 404"));
      assertThat(real.err()).isEmpty();
    }
  }

  @Test
  void thatEventsWereMissedIsSaid() {
    service.replay(HEALTHY, stream(frame("", "stream.reset", "{}"), frame("c1", "x", GONE)));

    shell.run("events --count 1");

    assertThat(shell.err()).contains("some events were missed");
  }

  @Test
  void aServiceWithoutEventsIsAFailureAndOneThatIsAwayHasItsOwnCode() {
    service.replay(HEALTHY, status(404, BatchService.envelope("NOT_FOUND", "no such path")));
    assertThat(shell.run("events")).isEqualTo(ExitCode.FAILURE);
    assertThat(shell.err()).contains("this service tells no events");

    assertThat(shell.run("events --url http://127.0.0.1:1")).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void aServiceThatIsBusyIsAskedAgain() {
    service.replay(
        telling(status(503, BatchService.envelope("OVERLOADED", "later")), HEALTHY),
        telling(status(503, BatchService.envelope("OVERLOADED", "later")), HEALTHY),
        stream(frame("c1", "task.failed", FAILED)));

    assertThat(shell.run("events --count 1")).isEqualTo(ExitCode.OK);

    assertThat(shell.err().lines().findFirst().orElseThrow())
        .isEqualTo("orchestrator: the service cannot tell its events now: HTTP 503; trying again");
  }
}
