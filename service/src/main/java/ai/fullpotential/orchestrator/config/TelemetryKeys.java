package ai.fullpotential.orchestrator.config;

import java.time.Duration;
import java.util.List;

/** The keys of OpenTelemetry that are read here, under the names and with the defaults of its standard. */
final class TelemetryKeys {

  static final String PROTOCOL = "http/protobuf";

  static final Key<String> OTEL_EXPORTER_OTLP_ENDPOINT =
      new Key<>(
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          Rule.urlOrNone(),
          "",
          "Where traces and metrics are sent by OTLP; when not set, none are");

  static final Key<String> OTEL_EXPORTER_OTLP_PROTOCOL =
      new Key<>(
          "OTEL_EXPORTER_OTLP_PROTOCOL",
          Rule.text(PROTOCOL),
          PROTOCOL,
          "How they are sent; there is no other way here, so the receiver's port is mostly 4318");

  static final Key<String> OTEL_EXPORTER_OTLP_HEADERS =
      new Key<>(
          "OTEL_EXPORTER_OTLP_HEADERS",
          Rule.text("name=value pairs, with a comma between"),
          "",
          "Headers of each request to the receiver; they are never shown");

  static final Key<String> OTEL_SERVICE_NAME =
      new Key<>(
          "OTEL_SERVICE_NAME",
          Rule.text("a name"),
          "orchestrator",
          "The service.name of all that is sent");

  static final Key<String> OTEL_RESOURCE_ATTRIBUTES =
      new Key<>(
          "OTEL_RESOURCE_ATTRIBUTES",
          Rule.text("name=value pairs, with a comma between"),
          "",
          "What else tells this process from others; a service.instance.id here replaces the node's name");

  static final Key<TracesSampler> OTEL_TRACES_SAMPLER =
      new Key<>(
          "OTEL_TRACES_SAMPLER",
          Rule.oneOf(List.of(TracesSampler.values()), TracesSampler::wire),
          "parentbased_always_on",
          "Which traces are recorded; parentbased follows a caller that has decided");

  static final Key<Double> OTEL_TRACES_SAMPLER_ARG =
      new Key<>(
          "OTEL_TRACES_SAMPLER_ARG",
          Rule.ratio(),
          "1",
          "The share of traces that a sampler by ratio records");

  static final Key<Duration> OTEL_METRIC_EXPORT_INTERVAL =
      new Key<>(
          "OTEL_METRIC_EXPORT_INTERVAL",
          Rule.millis(),
          "60000",
          "How often the metrics are sent, in milliseconds");

  private TelemetryKeys() {}
}
