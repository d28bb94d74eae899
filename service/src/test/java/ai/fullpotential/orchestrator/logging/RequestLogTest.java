package ai.fullpotential.orchestrator.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.config.Settings.LogFormat;
import ai.fullpotential.orchestrator.config.Settings.LogLevel;
import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestLogTest {

  private static final Duration TOOK = Duration.ofNanos(1_412_999);

  @Test
  void aRequestIsOneLine() {
    LogCapture log = LogCapture.text();

    new RequestLog(log.logger(RequestLog.class))
        .answered("GET", "/orchestrator/tasks/1", "/tasks/{task_id}", 200, "req-1", "4bf9", TOOK);

    assertThat(log.line())
        .isEqualTo(
            "INFO  RequestLog request method=GET path=/orchestrator/tasks/1 route=/tasks/{task_id}"
                + " status=200 duration_ms=1.412 request_id=req-1 trace_id=4bf9");
  }

  @Test
  void numbersAreNumbersInJson() throws MalformedJson {
    LogCapture log = LogCapture.json();

    new RequestLog(log.logger(RequestLog.class))
        .answered("GET", "/health", "/health", 200, "r", null, TOOK);

    JsonNode line = log.object();
    assertThat(line.get("status").isInt()).isTrue();
    assertThat(line.get("duration_ms").decimalValue()).isEqualTo("1.412");
    assertThat(line.get("message").asText()).isEqualTo("request");
  }

  @Test
  void aRequestThatNoRouteAnsweredSaysSo() {
    LogCapture log = LogCapture.text();

    new RequestLog(log.logger(RequestLog.class))
        .answered("GET", "/no", "", 404, "r", null, Duration.ZERO);

    assertThat(log.line())
        .isEqualTo(
            "INFO  RequestLog request method=GET path=/no route=none status=404 duration_ms=0.000 request_id=r");
  }

  @Test
  void aForgedPathStaysAValueAndALongOneIsCut() {
    LogCapture log = LogCapture.text();

    new RequestLog(log.logger(RequestLog.class))
        .answered("GET", "/a\nb status=200 " + "z".repeat(9000), "", 404, "r", null, Duration.ZERO);

    assertThat(log.line())
        .startsWith("INFO  RequestLog request method=GET path=\"/a\\nb status=200 zzz")
        .contains("z…\" route=none")
        .hasSizeLessThan(400);
  }

  @Test
  void atWarningThereIsNoLineForARequest() {
    LogCapture log = new LogCapture(LogLevel.WARNING, LogFormat.TEXT);

    new RequestLog(log.logger(RequestLog.class)).answered("GET", "/", "/", 500, "r", null, TOOK);

    assertThat(log.lines()).isEmpty();
  }

  @Test
  void byItselfItLogsWhereEverybodyDoes() {
    new RequestLog().answered("GET", "/", "/", 200, "r", null, TOOK); // quiet before the log starts
    RequestLog.ofEmbeddedRegistry().answered("GET", "/", "/", 200, "r", null, TOOK);
    new TaskLog();
  }
}
