package ai.fullpotential.orchestrator.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.metrics.data.ValueAtQuantile;
import io.opentelemetry.sdk.metrics.export.MetricProducer;
import io.opentelemetry.sdk.resources.Resource;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What Prometheus would read, under the same names, as OTLP's metrics: one reading, one list of names
 * in the docs. Counters are told without their {@code _total}, which receivers add.
 */
final class PrometheusBridge implements MetricProducer {

  private final long start;
  private final Supplier<MetricSnapshots> metrics;

  PrometheusBridge(Instant startedAt, Supplier<MetricSnapshots> metrics) {
    this.start = FinishedSpan.Times.nanos(startedAt);
    this.metrics = metrics;
  }

  @Override
  public Collection<MetricData> produce(Resource resource) {
    MetricSnapshots read = metrics.get();
    long now = io.opentelemetry.sdk.common.Clock.getDefault().now();
    List<MetricData> all = new ArrayList<>();
    for (MetricSnapshot family : read) {
      new Points(start, now).of(family).ifPresent(told -> all.add(told.by(resource)));
    }
    return all;
  }

  /** The points of one family between its start and now. */
  private record Points(long start, long now) {

    Optional<Told> of(MetricSnapshot family) {
      String name = family.getMetadata().getName();
      String help = Optional.ofNullable(family.getMetadata().getHelp()).orElse("");
      return switch (family) {
        case CounterSnapshot counter -> Optional.of(Told.sum(name, help, sums(counter)));
        case GaugeSnapshot gauge -> Optional.of(Told.gauge(name, help, gauges(gauge)));
        case UnknownSnapshot other -> Optional.of(Told.gauge(name, help, unknowns(other)));
        case InfoSnapshot info -> Optional.of(Told.gauge(name + "_info", help, infos(info)));
        case HistogramSnapshot histogram ->
            Optional.of(Told.histogram(name, help, histograms(histogram)));
        case SummarySnapshot summary -> Optional.of(Told.summary(name, help, summaries(summary)));
        default -> Optional.empty(); // no such family is made here
      };
    }

    private DoublePointData point(Labels labels, double value) {
      return DoublePointData.create(start, now, attributes(labels), value, List.of());
    }

    private List<DoublePointData> sums(CounterSnapshot counter) {
      return counter.getDataPoints().stream()
          .map(point -> point(point.getLabels(), point.getValue()))
          .toList();
    }

    private List<DoublePointData> gauges(GaugeSnapshot gauge) {
      return gauge.getDataPoints().stream()
          .map(point -> point(point.getLabels(), point.getValue()))
          .toList();
    }

    private List<DoublePointData> unknowns(UnknownSnapshot other) {
      return other.getDataPoints().stream()
          .map(point -> point(point.getLabels(), point.getValue()))
          .toList();
    }

    private List<DoublePointData> infos(InfoSnapshot info) {
      return info.getDataPoints().stream().map(point -> point(point.getLabels(), 1)).toList();
    }

    private List<HistogramPointData> histograms(HistogramSnapshot histogram) {
      return histogram.getDataPoints().stream().map(this::histogram).toList();
    }

    private HistogramPointData histogram(HistogramDataPointSnapshot point) {
      ClassicHistogramBuckets buckets = point.getClassicBuckets();
      List<Double> bounds = new ArrayList<>();
      List<Long> counts = new ArrayList<>();
      for (int i = 0; i < buckets.size(); i++) {
        counts.add(buckets.getCount(i));
        if (Double.isFinite(buckets.getUpperBound(i))) {
          bounds.add(buckets.getUpperBound(i));
        }
      }
      return HistogramPointData.create(
          start,
          now,
          attributes(point.getLabels()),
          point.getSum(),
          false,
          0,
          false,
          0,
          bounds,
          counts);
    }

    private List<SummaryPointData> summaries(SummarySnapshot summary) {
      return summary.getDataPoints().stream().map(this::summary).toList();
    }

    private SummaryPointData summary(SummaryDataPointSnapshot point) {
      List<ValueAtQuantile> quantiles = new ArrayList<>();
      point
          .getQuantiles()
          .forEach(q -> quantiles.add(ValueAtQuantile.create(q.getQuantile(), q.getValue())));
      return SummaryPointData.create(
          start, now, attributes(point.getLabels()), point.getCount(), point.getSum(), quantiles);
    }

    private static Attributes attributes(Labels labels) {
      AttributesBuilder attributes = Attributes.builder();
      labels.forEach(label -> attributes.put(label.getName(), label.getValue()));
      return attributes.build();
    }
  }
}
