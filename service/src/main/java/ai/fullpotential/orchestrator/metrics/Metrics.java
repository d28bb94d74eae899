package ai.fullpotential.orchestrator.metrics;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Everything that is measured, as it is served (contract A5). Safe for any thread. */
public final class Metrics {

  private final String version;
  private final TaskMetrics tasks;
  private final ServiceMetrics requests;
  private final ProcessState process;
  private final Supplier<RegistryFigures> registry;
  private final Supplier<WorkFigures> work;
  private final PrometheusPage prometheus = new PrometheusPage(this::read);

  /**
   * The metrics of one service.
   *
   * @param version of this program
   * @param registry tells the Registry's figures as they are now; must be quick
   * @param work tells what there is to do; may ask the store
   */
  public Metrics(
      String version,
      TaskMetrics tasks,
      ServiceMetrics requests,
      ProcessState process,
      Supplier<RegistryFigures> registry,
      Supplier<WorkFigures> work) {
    this.version = version;
    this.tasks = tasks;
    this.requests = requests;
    this.process = process;
    this.registry = registry;
    this.work = work;
  }

  /**
   * The body of an answer in this form. Its cost grows with the number of droplets, not of tasks; the
   * first of Prometheus' forms takes some 0.3 s. May read a file: not for an event loop.
   */
  public byte[] render(MetricsFormat format) {
    return switch (format) {
      case JSON -> Json.of(MetricsReport.of(read())).utf8();
      case PROMETHEUS, OPEN_METRICS ->
          prometheus.render(format.contentType()).getBytes(StandardCharsets.UTF_8);
    };
  }

  /** The figures of one droplet's tasks, in the shape that {@link #render} has them in. */
  public JsonText ofDroplet(String name) {
    return Json.of(MetricsReport.Droplet.of(tasks.ofDroplet(name)));
  }

  /** What Prometheus would read. May read a file, as {@link #render}. */
  public MetricSnapshots snapshots() {
    return prometheus.snapshots();
  }

  Reading read() {
    return new Reading(
        version,
        tasks.all(),
        tasks.bucketCounts(),
        tasks.attempts(),
        tasks.byDroplet(),
        registry.get(),
        work.get(),
        new Reading.Requests(
            requests.requestsTotal(),
            requests.requestsLastMinute(),
            requests.errorsLastHour(),
            requests.byKind()),
        new Reading.ProcessFigures(
            process.uptime(), process.cpuTime(), process.cpuPercent(), process.memoryBytes()));
  }
}
