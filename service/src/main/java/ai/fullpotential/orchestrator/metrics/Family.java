package ai.fullpotential.orchestrator.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.time.Duration;
import java.util.List;

/** Metrics of one name, which differ in their labels. */
final class Family {

  private static final double NANOS = 1e9;

  private Family() {}

  /** A value and what it is the value of. */
  record Point(double value, Labels labels) {

    /** A value for labels, which are pairs of a name and a value. */
    static Point of(Number value, String... labels) {
      return new Point(value.doubleValue(), Labels.of(labels));
    }
  }

  /** What happened so often; the exposition adds {@code _total} to the name. */
  static MetricSnapshot counter(String name, String help, List<Point> points) {
    var family = CounterSnapshot.builder().name("orchestrator_" + name).help(help);
    points.forEach(
        point ->
            family.dataPoint(
                CounterDataPointSnapshot.builder()
                    .value(point.value())
                    .labels(point.labels())
                    .build()));
    return family.build();
  }

  static MetricSnapshot counter(String name, String help, Number value) {
    return counter(name, help, List.of(Point.of(value)));
  }

  /** What is so much at the moment. */
  static MetricSnapshot gauge(String name, String help, List<Point> points) {
    var family = GaugeSnapshot.builder().name("orchestrator_" + name).help(help);
    points.forEach(
        point ->
            family.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .value(point.value())
                    .labels(point.labels())
                    .build()));
    return family.build();
  }

  static MetricSnapshot gauge(String name, String help, Number value) {
    return gauge(name, help, List.of(Point.of(value)));
  }

  /** How often and how long together: the exposition adds {@code _count} and {@code _sum}. */
  static MetricSnapshot summary(String name, String help, List<SummaryDataPointSnapshot> points) {
    var family = SummarySnapshot.builder().name("orchestrator_" + name).help(help);
    points.forEach(family::dataPoint);
    return family.build();
  }

  static SummaryDataPointSnapshot times(long count, Duration sum, String... labels) {
    return SummaryDataPointSnapshot.builder()
        .count(count)
        .sum(seconds(sum))
        .labels(Labels.of(labels))
        .build();
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }
}
