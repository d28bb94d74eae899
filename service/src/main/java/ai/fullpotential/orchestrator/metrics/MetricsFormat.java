package ai.fullpotential.orchestrator.metrics;

import java.util.Optional;

/** The forms in which the metrics are served (contract A5). */
public enum MetricsFormat {
  /** The shape of the contract. */
  JSON("application/json", "application", "json"),
  /** Prometheus' text format. */
  PROMETHEUS("text/plain; version=0.0.4; charset=utf-8", "text", "plain"),
  /** Its successor. */
  OPEN_METRICS(
      "application/openmetrics-text; version=1.0.0; charset=utf-8",
      "application",
      "openmetrics-text");

  private final String contentType;
  private final String type;
  private final String subtype;

  MetricsFormat(String contentType, String type, String subtype) {
    this.contentType = contentType;
    this.type = type;
    this.subtype = subtype;
  }

  /** The media type of an answer in this form. */
  public String contentType() {
    return contentType;
  }

  /** What to answer at /metrics: JSON, unless the Accept header ranks another form above it. */
  public static MetricsFormat of(Optional<String> accept) {
    return accept.map(AcceptHeader::parse).map(MetricsFormat::best).orElse(JSON);
  }

  /** What to answer at /metrics/prometheus: its text, unless OpenMetrics is ranked above it. */
  public static MetricsFormat ofPrometheus(Optional<String> accept) {
    return accept
        .map(AcceptHeader::parse)
        .map(header -> higher(header, PROMETHEUS, OPEN_METRICS))
        .orElse(PROMETHEUS);
  }

  private static MetricsFormat best(AcceptHeader header) {
    return higher(header, JSON, higher(header, PROMETHEUS, OPEN_METRICS));
  }

  private static MetricsFormat higher(
      AcceptHeader header, MetricsFormat first, MetricsFormat other) {
    return other.quality(header) > first.quality(header) ? other : first;
  }

  private double quality(AcceptHeader header) {
    return header.quality(type, subtype);
  }
}
