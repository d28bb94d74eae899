package ai.fullpotential.orchestrator.telemetry;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.data.SummaryData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;

/** A metric as the SDK takes it. Names say the unit, which so is not told again. */
record Told(String name, String help, MetricDataType type, Data<?> data) {

  static Told sum(String name, String help, List<DoublePointData> points) {
    return new Told(
        name,
        help,
        MetricDataType.DOUBLE_SUM,
        SumData.createDoubleSumData(true, AggregationTemporality.CUMULATIVE, points));
  }

  static Told gauge(String name, String help, List<DoublePointData> points) {
    return new Told(
        name, help, MetricDataType.DOUBLE_GAUGE, GaugeData.createDoubleGaugeData(points));
  }

  static Told histogram(String name, String help, List<HistogramPointData> points) {
    return new Told(
        name,
        help,
        MetricDataType.HISTOGRAM,
        HistogramData.create(AggregationTemporality.CUMULATIVE, points));
  }

  static Told summary(String name, String help, List<SummaryPointData> points) {
    return new Told(name, help, MetricDataType.SUMMARY, SummaryData.create(points));
  }

  MetricData by(Resource resource) {
    return new Whole(this, resource);
  }

  private record Whole(Told told, Resource resource) implements MetricData {

    @Override
    public Resource getResource() {
      return resource;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
      return Scope.OURS;
    }

    @Override
    public String getName() {
      return told.name();
    }

    @Override
    public String getDescription() {
      return told.help();
    }

    @Override
    public String getUnit() {
      return "";
    }

    @Override
    public MetricDataType getType() {
      return told.type();
    }

    @Override
    public Data<?> getData() {
      return told.data();
    }
  }
}
