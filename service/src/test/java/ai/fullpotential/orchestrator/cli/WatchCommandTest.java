package ai.fullpotential.orchestrator.cli;

import static ai.fullpotential.orchestrator.cli.EventService.frame;
import static ai.fullpotential.orchestrator.cli.EventService.streamOnce;
import static ai.fullpotential.orchestrator.cli.EventService.telling;
import static ai.fullpotential.orchestrator.net.Turns.hangUp;
import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Turn;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchCommandTest {

  private static final String BEGIN =
      "{\"id\":\"t1\",\"droplet_name\":\"a\",\"method\":\"GET\",\"created_at\":1795517550.2,";
  private static final String FIRST =
      "{\"number\":1,\"started_at\":1795517551,\"ended_at\":1795517552,\"outcome\":\"answered\","
          + "\"response_status\":503,\"target_url\":\"http://a/x\"}";
  private static final String WAITING =
      BEGIN
          + "\"status\":\"queued\",\"waiting_on\":{\"reason\":\"backoff\",\"until\":1795517560},"
          + "\"attempts\":["
          + FIRST
          + "]}";
  private static final String ENDED =
      BEGIN
          + "\"status\":\"success\",\"completed_at\":1795517561,\"duration_ms\":10800,"
          + "\"retry_count\":1,\"response_status\":200,\"waiting_on\":null,\"attempts\":["
          + FIRST
          + ",{\"number\":2,\"started_at\":1795517560,\"ended_at\":1795517561,"
          + "\"outcome\":\"answered\",\"response_status\":200,\"target_url\":\"http://a/x\"}]}";
  private static final Turn NO_EVENTS =
      status(404, BatchService.envelope("NOT_FOUND", "no such path"));

  @TempDir Path directory;

  private final ScriptedDroplet service = ScriptedDroplet.playing(NO_EVENTS);
  private final Shell shell = Shell.of(service.url());

  @AfterEach
  void close() {
    service.close();
  }

  /** The readings in turn, the last one again and again. */
  private static Turn readings(Turn... turns) {
    AtomicInteger reading = new AtomicInteger();
    return (request, connection) ->
        turns[Math.min(reading.getAndIncrement(), turns.length - 1)].play(request, connection);
  }

  @Test
  void eachChangeIsALineUpToTheEnd() {
    service.replay(telling(NO_EVENTS, readings(status(200, WAITING), status(200, ENDED))));

    assertThat(shell.run("watch t1")).isEqualTo(ExitCode.OK);

    assertThat(shell.out().lines().filter(line -> !line.contains("waits")))
        .containsExactly(
            "2026-11-24 19:52:30  queued      GET a",
            "2026-11-24 19:52:31  attempt 1   http://a/x",
            "2026-11-24 19:52:32  answered    HTTP 503",
            "2026-11-24 19:52:40  attempt 2   http://a/x",
            "2026-11-24 19:52:41  answered    HTTP 200",
            "2026-11-24 19:52:41  success     HTTP 200, 10800 ms, 1 retry");
    assertThat(shell.out()).containsOnlyOnce("waits       backoff until 2026-11-24 19:52:40\n");
  }

  @Test
  void anEventOfTheTaskIsAReasonToLookAndOthersAreNot() {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    Turn look =
        (request, connection) -> {
          if (looks.incrementAndGet() == 2) {
            begun.countDown();
          }
          return status(200, looks.get() < 3 ? WAITING : ENDED).play(request, connection);
        };
    String other = frame("c1", "task.failed", "{\"task_id\":\"t2\"}");
    String own = frame("c2", "task.succeeded", "{\"task_id\":\"t1\"}");
    service.replay(telling(streamOnce(begun, other, own), look));

    assertThat(shell.run("watch t1")).isEqualTo(ExitCode.OK);

    assertThat(looks).hasValue(3);
    assertThat(service.requests())
        .anyMatch(seen -> seen.line().startsWith("GET /orchestrator/events?task_id=t1 "));
  }

  @Test
  void aServiceThatGoesAwayIsSaidOnceAndWaitedFor() {
    service.replay(
        telling(NO_EVENTS, readings(status(200, WAITING), hangUp(), hangUp(), status(200, ENDED))));

    assertThat(shell.run("watch t1")).isEqualTo(ExitCode.OK);

    assertThat(shell.err().lines())
        .hasSize(1)
        .allMatch(line -> line.startsWith("orchestrator: cannot reach "))
        .allMatch(line -> line.endsWith("; trying again"));
  }

  @Test
  void aProgramGetsTheRecordAfterEachChange() {
    service.replay(
        telling(
            NO_EVENTS, readings(status(200, WAITING), status(200, WAITING), status(200, ENDED))));

    assertThat(shell.run("watch t1 --json")).isEqualTo(ExitCode.OK);

    assertThat(shell.out().lines()).containsExactly(WAITING, ENDED);
  }

  @Test
  void theExitCodeTellsHowTheTaskEnded() throws Exception {
    try (TestApplication application = TestApplication.start(directory)) {
      Shell real = Shell.of(new BaseUrl(false, "127.0.0.1", application.port(), ""));
      String good =
          application
              .post("/tasks", "{\"droplet_name\":\"registry\",\"path\":\"/health\"}")
              .text("task_id");
      String bad =
          application
              .post("/tasks", "{\"droplet_name\":\"registry\",\"path\":\"/nothing\"}")
              .text("task_id");

      assertThat(real.run("watch", good)).isEqualTo(ExitCode.OK);
      assertThat(real.run("watch", bad)).isEqualTo(ExitCode.FAILURE);
      assertThat(real.run("watch", "unknown")).isEqualTo(ExitCode.FAILURE);

      assertThat(real.out()).contains("  success     HTTP 200", "  error       HTTP 404");
      assertThat(real.err()).contains("(TASK_NOT_FOUND)");
    }
    assertThat(shell.run("watch t1 --url http://127.0.0.1:1")).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void aTaskThatIsForgottenMeanwhileEndsTheWatch() {
    service.replay(
        telling(
            NO_EVENTS,
            readings(
                status(200, WAITING),
                status(404, BatchService.envelope("TASK_NOT_FOUND", "it is gone")))));

    assertThat(shell.run("watch t1")).isEqualTo(ExitCode.FAILURE);

    assertThat(shell.err()).contains("it is gone (TASK_NOT_FOUND)");
  }
}
