package ai.fullpotential.orchestrator.metrics;

import static ai.fullpotential.orchestrator.metrics.Family.counter;
import static ai.fullpotential.orchestrator.metrics.Family.gauge;
import static ai.fullpotential.orchestrator.metrics.Family.seconds;
import static ai.fullpotential.orchestrator.metrics.Family.summary;
import static ai.fullpotential.orchestrator.metrics.Family.times;

import ai.fullpotential.orchestrator.metrics.Family.Point;
import ai.fullpotential.orchestrator.registry.CacheStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A reading in Prometheus' terms; docs/metrics.md lists the names. Times are seconds. */
final class PrometheusFigures implements MultiCollector {

  private final Supplier<Reading> readings;

  PrometheusFigures(Supplier<Reading> readings) {
    this.readings = readings;
  }

  @Override
  public MetricSnapshots collect() {
    Reading reading = readings.get();
    List<MetricSnapshot> all = new ArrayList<>();
    addTasks(all, reading);
    WorkPoints.add(all, reading);
    addDroplets(all, reading.droplets());
    addRegistry(all, reading.registry());
    addRequests(all, reading.requests());
    addProcess(all, reading);
    return new MetricSnapshots(all);
  }

  private static void addTasks(List<MetricSnapshot> all, Reading reading) {
    TaskFigures tasks = reading.tasks();
    ResponseTimes times = tasks.times();
    all.add(
        counter(
            "tasks",
            "Finished tasks.",
            List.of(
                Point.of(tasks.success(), "status", "success"),
                Point.of(tasks.error(), "status", "error"),
                Point.of(tasks.timeout(), "status", "timeout"),
                Point.of(tasks.cancelled(), "status", "cancelled"))));
    all.add(
        gauge(
            "task_success_ratio", "Successes among finished tasks, 0 to 1.", tasks.successRatio()));
    all.add(counter("task_retries", "Retries made for finished tasks.", tasks.retries()));
    all.add(
        counter(
            "retried_tasks",
            "Finished tasks that needed a retry, by how they ended.",
            List.of(
                Point.of(tasks.succeededAfterRetry(), "result", "success"),
                Point.of(tasks.failedAfterRetry(), "result", "fail"))));
    all.add(
        HistogramSnapshot.builder()
            .name("orchestrator_task_duration_seconds")
            .help("From a task's acceptance to its end.")
            .dataPoint(
                HistogramDataPointSnapshot.builder()
                    .classicHistogramBuckets(
                        ClassicHistogramBuckets.of(
                            DurationBuckets.bounds(), reading.bucketCounts()))
                    .sum(seconds(times.sum()))
                    .build())
            .build());
    all.add(
        gauge(
            "task_duration_quantile_seconds",
            "Quantiles of the task durations since the start, at most 1% too long.",
            List.of(
                Point.of(seconds(times.min()), "quantile", "0"),
                Point.of(seconds(times.p50()), "quantile", "0.5"),
                Point.of(seconds(times.p95()), "quantile", "0.95"),
                Point.of(seconds(times.p99()), "quantile", "0.99"),
                Point.of(seconds(times.max()), "quantile", "1"))));
  }

  private static void addDroplets(List<MetricSnapshot> all, Map<String, TaskFigures> droplets) {
    all.add(
        counter(
            "droplet_tasks",
            "Finished tasks of each droplet.",
            droplets.entrySet().stream()
                .flatMap(
                    droplet ->
                        Stream.of(
                            point(droplet.getValue().success(), droplet.getKey(), "success"),
                            point(droplet.getValue().error(), droplet.getKey(), "error"),
                            point(droplet.getValue().timeout(), droplet.getKey(), "timeout"),
                            point(droplet.getValue().cancelled(), droplet.getKey(), "cancelled")))
                .toList()));
    all.add(
        counter(
            "droplet_task_retries",
            "Retries made for finished tasks of each droplet.",
            droplets.entrySet().stream()
                .map(droplet -> Point.of(droplet.getValue().retries(), "droplet", droplet.getKey()))
                .toList()));
    all.add(
        summary(
            "droplet_task_duration_seconds",
            "From acceptance to end, of each droplet's tasks.",
            droplets.entrySet().stream()
                .map(
                    droplet ->
                        times(
                            droplet.getValue().times().count(),
                            droplet.getValue().times().sum(),
                            "droplet",
                            droplet.getKey()))
                .toList()));
  }

  private static Point point(long count, String droplet, String status) {
    return Point.of(count, "droplet", droplet, "status", status);
  }

  private static void addRegistry(List<MetricSnapshot> all, RegistryFigures registry) {
    all.add(
        counter(
            "registry_syncs",
            "Syncs with the Registry.",
            List.of(
                Point.of(registry.syncs().success(), "result", "success"),
                Point.of(registry.syncs().error(), "result", "error"))));
    Instant lastSync = registry.syncs().lastSync().orElse(Instant.EPOCH);
    all.add(
        gauge(
            "registry_last_sync_timestamp_seconds",
            "When the last list came, in epoch seconds; 0 before the first.",
            seconds(Duration.between(Instant.EPOCH, lastSync))));
    all.add(
        gauge(
            "registry_last_sync_duration_seconds",
            "What the last sync took.",
            seconds(Duration.ofMillis(registry.syncs().lastDurationMs()))));
    Duration age = registry.cacheAge();
    all.add(
        gauge(
            "registry_cache_age_seconds",
            "The age of the list of droplets; absent while there is none.",
            age == null ? List.of() : List.of(Point.of(seconds(age)))));
    all.add(
        gauge(
            "registry_cache_status",
            "1 for how good the list of droplets is, else 0.",
            Stream.of(CacheStatus.values())
                .map(
                    status ->
                        Point.of(status == registry.cacheStatus() ? 1 : 0, "status", status.wire()))
                .toList()));
    all.add(gauge("droplets_known", "Droplets in the list.", registry.dropletsKnown()));
    all.add(
        gauge(
            "droplets_reachable",
            "Droplets that answered when they were last asked.",
            registry.dropletsReachable()));
  }

  private static void addRequests(List<MetricSnapshot> all, Reading.Requests requests) {
    all.add(
        counter(
            "http_requests",
            "Answered requests, by the route's template.",
            requests.byKind().entrySet().stream()
                .map(entry -> Point.of(entry.getValue().count(), labels(entry.getKey())))
                .toList()));
    all.add(
        summary(
            "http_request_duration_seconds",
            "From a request's last byte to its answer.",
            requests.byKind().entrySet().stream()
                .map(
                    entry ->
                        times(
                            entry.getValue().count(),
                            entry.getValue().sum(),
                            labels(entry.getKey())))
                .toList()));
    all.add(
        gauge("http_requests_last_minute", "Requests of the last minute.", requests.lastMinute()));
    all.add(
        gauge(
            "http_errors_last_hour",
            "Answers of 500 and above in the last hour.",
            requests.errorsLastHour()));
  }

  private static String[] labels(RequestKind kind) {
    return new String[] {
      "route", kind.route(), "method", kind.method(), "status", kind.statusClass()
    };
  }

  private static void addProcess(List<MetricSnapshot> all, Reading reading) {
    Reading.ProcessFigures process = reading.process();
    all.add(
        InfoSnapshot.builder()
            .name("orchestrator_build")
            .help("The version that runs.")
            .dataPoint(
                InfoDataPointSnapshot.builder()
                    .labels(Labels.of("version", reading.version()))
                    .build())
            .build());
    all.add(gauge("uptime_seconds", "Since the start.", seconds(process.uptime())));
    all.add(counter("process_cpu_seconds", "Processor time used.", seconds(process.cpuTime())));
    all.add(
        gauge(
            "process_cpu_ratio",
            "The share of all processors, 0 to 1.",
            process.cpuPercent() / 100));
    all.add(gauge("process_memory_bytes", "The memory occupied.", process.memoryBytes()));
  }
}
