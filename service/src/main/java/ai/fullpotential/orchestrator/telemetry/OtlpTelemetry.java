package ai.fullpotential.orchestrator.telemetry;

import ai.fullpotential.orchestrator.task.TaskListener;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends by OTLP over HTTP, in protobuf. */
final class OtlpTelemetry implements Telemetry {

  /** What the SDK says is said by {@link Delivery}, once; held, or it would forget its level. */
  private static final Logger OF_THE_SDK = Logger.getLogger("io.opentelemetry");

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration DELAY = Duration.ofSeconds(1);
  private static final int MOST_WAITING = 8192;
  private static final int BATCH = 512;
  private static final Duration LAST = Duration.ofSeconds(2);

  private final BatchSpanProcessor spans;
  private final Function<Supplier<MetricSnapshots>, SdkMeterProvider> sending;
  private final AtomicReference<@Nullable SdkMeterProvider> meters = new AtomicReference<>();
  private final TaskListener tasks;

  OtlpTelemetry(String endpoint, TelemetrySettings settings, String node, Instant startedAt) {
    OF_THE_SDK.setLevel(Level.OFF);
    Resource resource = resource(settings, node);
    spans =
        BatchSpanProcessor.builder(new WatchedSpans(spanExporter(endpoint, settings)))
            .setMaxQueueSize(MOST_WAITING)
            .setMaxExportBatchSize(BATCH)
            .setScheduleDelay(DELAY)
            .build();
    sending =
        metrics ->
            SdkMeterProvider.builder()
                .setResource(resource)
                .registerMetricReader(
                    PeriodicMetricReader.builder(
                            new WatchedMetrics(metricExporter(endpoint, settings)))
                        .setInterval(settings.metricInterval())
                        .build())
                .registerMetricProducer(new PrometheusBridge(startedAt, metrics))
                .build();
    tasks = new TaskSpans(settings.sampling(), resource, spans::onEnd);
  }

  private static OtlpHttpSpanExporter spanExporter(String endpoint, TelemetrySettings settings) {
    return OtlpHttpSpanExporter.builder()
        .setEndpoint(endpoint + "/v1/traces")
        .setHeaders(settings::headers)
        .setTimeout(TIMEOUT)
        .setConnectTimeout(CONNECT_TIMEOUT)
        .setMeterProvider(MeterProvider::noop)
        .build();
  }

  private static OtlpHttpMetricExporter metricExporter(
      String endpoint, TelemetrySettings settings) {
    return OtlpHttpMetricExporter.builder()
        .setEndpoint(endpoint + "/v1/metrics")
        .setHeaders(settings::headers)
        .setTimeout(TIMEOUT)
        .setConnectTimeout(CONNECT_TIMEOUT)
        .setMeterProvider(MeterProvider::noop)
        .build();
  }

  private static Resource resource(TelemetrySettings settings, String node) {
    AttributesBuilder attributes = Attributes.builder();
    attributes.put(AttributeKey.stringKey("service.instance.id"), node);
    settings.resource().forEach(attributes::put);
    return Resource.getDefault().merge(Resource.create(attributes.build()));
  }

  @Override
  public TaskListener tasks() {
    return tasks;
  }

  @Override
  public void send(Supplier<MetricSnapshots> metrics) {
    meters.set(sending.apply(metrics));
  }

  /** Whoever listens may be gone, and a stop does not wait for that, as the library would. */
  @Override
  public void close() {
    Thread end = Thread.ofPlatform().daemon().name("telemetry-end").start(this::sendTheRest);
    try {
      if (!end.join(LAST)) {
        end.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendTheRest() {
    CompletableResultCode rest = spans.shutdown();
    SdkMeterProvider sender = meters.get();
    if (sender != null) {
      sender.shutdown();
    }
    rest.join(LAST.toSeconds(), TimeUnit.SECONDS);
  }
}
