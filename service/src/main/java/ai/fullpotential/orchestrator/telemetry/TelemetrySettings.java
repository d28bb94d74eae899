package ai.fullpotential.orchestrator.telemetry;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What is sent by OTLP, and where to.
 *
 * @param endpoint the receiver's base URL, below which are {@code /v1/traces} and {@code /v1/metrics};
 *     empty when nothing is sent
 * @param headers of every request to it
 * @param resource what tells this service from others: {@code service.name} and more
 * @param sampling which traces are recorded
 * @param metricInterval how often the metrics are sent
 */
public record TelemetrySettings(
    Optional<String> endpoint,
    Map<String, String> headers,
    Map<String, String> resource,
    Sampling sampling,
    Duration metricInterval) {

  /** Copies what could change. */
  public TelemetrySettings {
    headers = Map.copyOf(headers);
    resource = Map.copyOf(resource);
  }
}
