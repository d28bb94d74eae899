package ai.fullpotential.orchestrator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.metrics.ServiceMetrics.RequestFigures;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceMetricsTest {

  private final ManualTime time = new ManualTime();
  private final ServiceMetrics metrics = new ServiceMetrics(time);

  private void answered(String method, String template, int status) {
    metrics.answered(
        method, "/some/path", template, status, "request-1", null, Duration.ofMillis(5));
  }

  @Test
  void countsEveryRequest() {
    answered("GET", "/health", 200);
    answered("GET", "/health", 200);
    answered("POST", "/tasks", 503);
    answered("GET", "", 404);

    assertThat(metrics.requestsTotal()).isEqualTo(4);
    assertThat(metrics.byKind())
        .containsOnlyKeys(
            new RequestKind("/health", "GET", "2xx"),
            new RequestKind("/tasks", "POST", "5xx"),
            new RequestKind("unmatched", "GET", "4xx"))
        .containsEntry(
            new RequestKind("/health", "GET", "2xx"), new RequestFigures(2, Duration.ofMillis(10)));
  }

  @Test
  void countsTheRequestsOfTheLastMinute() {
    answered("GET", "/health", 200);
    time.advance(Duration.ofSeconds(40));
    answered("GET", "/health", 500);
    assertThat(metrics.requestsLastMinute()).isEqualTo(2);

    time.advance(Duration.ofSeconds(21));
    assertThat(metrics.requestsLastMinute()).isEqualTo(1);
    time.advance(Duration.ofSeconds(61));
    assertThat(metrics.requestsLastMinute()).isZero();
    assertThat(metrics.requestsTotal()).isEqualTo(2);
  }

  @Test
  void countsTheErrorsOfTheLastHour() {
    answered("GET", "/a", 499);
    answered("GET", "/a", 500);
    answered("GET", "/a", 503);
    time.advance(Duration.ofMinutes(60));
    answered("GET", "/a", 504);
    assertThat(metrics.errorsLastHour()).isEqualTo(3);

    time.advance(Duration.ofSeconds(10));
    assertThat(metrics.errorsLastHour()).isEqualTo(1);
    time.advance(Duration.ofHours(2));
    assertThat(metrics.errorsLastHour()).isZero();
  }

  @Test
  void letsNoCallerMakeUpAKind() {
    for (int i = 0; i < 1000; i++) {
      metrics.answered("M" + i, "/path/" + i, "", 400, "r", null, Duration.ZERO);
    }

    assertThat(metrics.byKind())
        .containsOnlyKeys(new RequestKind(RequestKind.UNMATCHED, RequestKind.OTHER, "4xx"));
  }

  @ParameterizedTest
  @CsvSource({
    "100, 1xx",
    "200, 2xx",
    "204, 2xx",
    "302, 3xx",
    "404, 4xx",
    "599, 5xx",
    "600, other",
    "0, other",
    "-1, other",
  })
  void namesTheClassOfAStatus(int status, String expected) {
    assertThat(RequestKind.of("/t", "GET", status))
        .isEqualTo(new RequestKind("/t", "GET", expected));
  }
}
