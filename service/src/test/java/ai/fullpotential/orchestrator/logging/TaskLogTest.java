package ai.fullpotential.orchestrator.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.config.Settings.LogFormat;
import ai.fullpotential.orchestrator.config.Settings.LogLevel;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskTrace;
import ai.fullpotential.orchestrator.task.TestTasks;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskLogTest {

  private final LogCapture log = LogCapture.text();
  private final TaskLog tasks = new TaskLog(log.logger(TaskLog.class));

  @Test
  void theEndOfATaskIsOneLine() {
    Task task = TestTasks.task().succeeded();

    tasks.changed(task);

    assertThat(log.line())
        .isEqualTo(
            "INFO  TaskLog task request_id=request-1 trace_id="
                + TaskTrace.traceId(task)
                + " task_id="
                + task.id()
                + " droplet=registry status=success attempts=1 duration_ms=45 response_status=200");
  }

  @Test
  void aFailureSaysWhy() {
    Task task = TestTasks.task().failed();

    tasks.changed(task);

    assertThat(log.line())
        .contains(" status=error attempts=4 ")
        .endsWith(" error=\"connection refused\"")
        .doesNotContain("response_status");
  }

  @Test
  void whatHappensBeforeTheEndIsNotLogged() {
    tasks.changed(TestTasks.task().accepted());
    tasks.changed(TestTasks.task().running());
    tasks.changed(TestTasks.task().waiting());

    assertThat(log.lines()).isEmpty();
  }

  @Test
  void payloadNotesAndAnswerNeverAppear() {
    TestTasks secret =
        TestTasks.task()
            .withPayload(Json.string("secret-payload"), Json.of(Map.of("k", "secret-meta")));

    tasks.changed(secret.answered(404, Json.string("secret-answer")));

    assertThat(log.line()).contains("status=error").doesNotContain("secret");
  }

  @Test
  void numbersAreNumbersInJson() throws MalformedJson {
    LogCapture json = LogCapture.json();

    new TaskLog(json.logger(TaskLog.class)).changed(TestTasks.task().succeeded());

    JsonNode line = json.object();
    assertThat(line.get("attempts").isInt()).isTrue();
    assertThat(line.get("duration_ms").isNumber()).isTrue();
    assertThat(line.get("response_status").intValue()).isEqualTo(200);
  }

  @Test
  void atWarningThereIsNoLineForATask() {
    LogCapture quiet = new LogCapture(LogLevel.WARNING, LogFormat.TEXT);

    new TaskLog(quiet.logger(TaskLog.class)).changed(TestTasks.task().failed());

    assertThat(quiet.lines()).isEmpty();
  }
}
