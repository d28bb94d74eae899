package ai.fullpotential.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Seen;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Turn;
import ai.fullpotential.orchestrator.net.Turns;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One browser for all tests of a class. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
abstract class ConsoleTestBase {

  static Browser browser;

  @TempDir Path directory;

  @BeforeAll
  static void startBrowser() {
    browser = new Browser();
  }

  @AfterAll
  static void stopBrowser() {
    browser.close();
  }

  @AfterEach
  void nothingWasComplainedOf() {
    browser.settle();
  }

  /** Answers probes, and plays these turns to everybody else; the last one repeats. */
  static Turn toTasks(Turn... turns) {
    AtomicInteger calls = new AtomicInteger();
    Turn well = Turns.status(200, "{}");
    return (request, connection) ->
        (request.line().contains(" /health ")
                ? well
                : turns[Math.min(calls.getAndIncrement(), turns.length - 1)])
            .play(request, connection);
  }

  /** What it was asked for, but for its health. */
  static List<Seen> tasksOf(ScriptedDroplet droplet) {
    return droplet.requests().stream()
        .filter(request -> !request.line().contains(" /health "))
        .toList();
  }

  /** Hands a task over, and gives its id. */
  static String submit(TestApplication service, String json) throws Exception {
    TestApplication.Answer answer =
        service.post("/tasks", json.replaceFirst("\\{", "{\"delay_seconds\":0.01,"));
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
    return answer.text("task_id");
  }

  /** A task that waits for an hour. */
  static String submitForLater(TestApplication service, String droplet) throws Exception {
    return service
        .post(
            "/tasks",
            "{\"droplet_name\":\"" + droplet + "\",\"path\":\"/later\",\"delay_seconds\":3600}")
        .text("task_id");
  }

  static void awaitEnd(TestApplication service, String id) throws Exception {
    service.get("/tasks/" + id + "?wait=20");
  }

  static String pathOf(Page page) {
    return (String) page.evaluate("location.pathname + location.search");
  }
}
