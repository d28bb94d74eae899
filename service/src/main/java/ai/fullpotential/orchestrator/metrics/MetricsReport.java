package ai.fullpotential.orchestrator.metrics;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.registry.SyncStats;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reading in the shape of contract A5: the components up to {@code dropletsReachable} are the
 * contract's, in its order; the others follow. Milliseconds are whole; percentages have one decimal.
 */
record MetricsReport(
    String service,
    String version,
    long uptimeSeconds,
    Tasks tasks,
    Retry retry,
    Registry registry,
    int dropletsKnown,
    int dropletsReachable,
    ResponseTime responseTime,
    Requests requests,
    ProcessLoad process,
    Map<String, Droplet> droplets) {

  static MetricsReport of(Reading reading) {
    Map<String, Droplet> droplets = new LinkedHashMap<>();
    reading.droplets().forEach((name, figures) -> droplets.put(name, Droplet.of(figures)));
    RegistryFigures registry = reading.registry();
    return new MetricsReport(
        "orchestrator",
        reading.version(),
        reading.process().uptime().toSeconds(),
        Tasks.of(reading.tasks()),
        Retry.of(reading.tasks()),
        Registry.of(registry),
        registry.dropletsKnown(),
        registry.dropletsReachable(),
        ResponseTime.of(reading.tasks().times()),
        Requests.of(reading.requests()),
        ProcessLoad.of(reading.process()),
        droplets);
  }

  record Tasks(
      long total,
      long success,
      long error,
      long timeout,
      double successRatePercent,
      long avgResponseTimeMs,
      long p95ResponseTimeMs,
      long p99ResponseTimeMs,
      long cancelled) {

    static Tasks of(TaskFigures tasks) {
      ResponseTimes times = tasks.times();
      return new Tasks(
          tasks.total(),
          tasks.success(),
          tasks.error(),
          tasks.timeout(),
          Math.round(tasks.successRatio() * 1000) / 10.0,
          millis(times.avg()),
          millis(times.p95()),
          millis(times.p99()),
          tasks.cancelled());
    }
  }

  record Retry(long totalRetries, long retrySuccessCount, long retryFinalFailCount) {
    static Retry of(TaskFigures tasks) {
      return new Retry(tasks.retries(), tasks.succeededAfterRetry(), tasks.failedAfterRetry());
    }
  }

  record Registry(
      long syncsTotal,
      long syncsSuccess,
      long syncsError,
      @Nullable BigDecimal lastSync,
      long lastSyncDurationMs,
      @Nullable Long cacheAgeSeconds,
      String cacheStatus) {

    static Registry of(RegistryFigures registry) {
      SyncStats syncs = registry.syncs();
      Duration age = registry.cacheAge();
      return new Registry(
          syncs.total(),
          syncs.success(),
          syncs.error(),
          syncs.lastSync().map(Json::epochSeconds).orElse(null),
          syncs.lastDurationMs(),
          age == null ? null : age.toSeconds(),
          registry.cacheStatus().wire());
    }
  }

  record ResponseTime(long minMs, long maxMs, long avgMs, long p50Ms, long p95Ms, long p99Ms) {
    static ResponseTime of(ResponseTimes times) {
      return new ResponseTime(
          millis(times.min()),
          millis(times.max()),
          millis(times.avg()),
          millis(times.p50()),
          millis(times.p95()),
          millis(times.p99()));
    }
  }

  record Requests(long requestsTotal, long requestsPerMinute, long errorsLastHour) {
    static Requests of(Reading.Requests requests) {
      return new Requests(requests.total(), requests.lastMinute(), requests.errorsLastHour());
    }
  }

  record ProcessLoad(double cpuPercent, double memoryMb) {
    static ProcessLoad of(Reading.ProcessFigures process) {
      return new ProcessLoad(process.cpuPercent(), ProcessState.megabytes(process.memoryBytes()));
    }
  }

  record Droplet(Tasks tasks, Retry retry, ResponseTime responseTime) {
    static Droplet of(TaskFigures figures) {
      return new Droplet(Tasks.of(figures), Retry.of(figures), ResponseTime.of(figures.times()));
    }
  }

  private static long millis(Duration duration) {
    return duration.plusNanos(500_000).toMillis();
  }
}
