package ai.fullpotential.orchestrator.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TestTasks;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiver that is away, or takes a call and never answers, costs spans and nothing else. */
class SilentReceiverTest {

  /** Many times what the queue holds. */
  private static final int MANY = 100_000;

  private static Telemetry telemetry(int port) {
    return Telemetry.of(
        new TelemetrySettings(
            Optional.of("http://127.0.0.1:" + port),
            Map.of(),
            Map.of(),
            Sampling.ALL,
            Duration.ofMillis(100)),
        "node-1",
        Instant.EPOCH);
  }

  private static Duration took(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void neitherTasksNorAStopWaitForIt(boolean listens) throws Exception {
    ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    try (silent) {
      if (!listens) {
        silent.close();
      }
      Telemetry telemetry = telemetry(silent.getLocalPort());
      telemetry.send(
          () ->
              new MetricSnapshots(
                  GaugeSnapshot.builder()
                      .name("something")
                      .dataPoint(GaugeDataPointSnapshot.builder().value(1).build())
                      .build()));
      Task task = TestTasks.task().succeeded();

      assertThat(
              took(
                  () -> {
                    for (int i = 0; i < MANY; i++) {
                      telemetry.tasks().changed(task);
                    }
                  }))
          .isLessThan(Duration.ofSeconds(8)); // one export to it alone would take longer
      assertThat(took(telemetry::close)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void withoutAReceiverNothingOfTheSdkIsThere() {
    Telemetry none =
        Telemetry.of(
            new TelemetrySettings(
                Optional.empty(), Map.of(), Map.of(), Sampling.ALL, Duration.ofSeconds(1)),
            "node-1",
            Instant.EPOCH);
    none.send(
        () -> {
          throw new AssertionError("nobody reads metrics");
        });

    none.tasks().changed(TestTasks.task().succeeded());
    none.close();

    assertThat(none).isInstanceOf(NoTelemetry.class);
  }
}
