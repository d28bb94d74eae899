package ai.fullpotential.orchestrator.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The metrics as Prometheus reads them, with those of the JVM. Built at the first request for it:
 * that takes some 0.3 s, which a start need not pay.
 */
final class PrometheusPage {

  private final Supplier<Reading> readings;
  private @Nullable PrometheusMeterRegistry built; // guarded by this

  PrometheusPage(Supplier<Reading> readings) {
    this.readings = readings;
  }

  /** The page in the form of this media type. */
  String render(String contentType) {
    return registry().scrape(contentType);
  }

  /** What is on the page. */
  MetricSnapshots snapshots() {
    return registry().getPrometheusRegistry().scrape();
  }

  private synchronized PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = built;
    if (registry == null) {
      registry = build();
      built = registry;
    }
    return registry;
  }

  private PrometheusMeterRegistry build() {
    PrometheusRegistry figures = new PrometheusRegistry();
    figures.register(new PrometheusFigures(readings));
    PrometheusMeterRegistry registry =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, figures, Clock.SYSTEM);
    registry.config().meterFilter(new Prefix());
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    return registry;
  }

  /** All names begin alike (contract A5), the JVM's too. */
  private static final class Prefix implements MeterFilter {
    @Override
    public Meter.Id map(Meter.Id id) {
      return id.withName("orchestrator." + id.getName());
    }
  }
}
