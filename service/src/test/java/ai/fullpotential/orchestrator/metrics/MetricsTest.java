package ai.fullpotential.orchestrator.metrics;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.registry.CacheStatus;
import ai.fullpotential.orchestrator.registry.SyncStats;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static final RegistryFigures UNKNOWN =
      new RegistryFigures(
          new SyncStats(0, 0, 0, Optional.empty(), 0), CacheStatus.UNAVAILABLE, null, 0, 0);

  private final ManualTime time = new ManualTime();
  private final TaskMetrics tasks = new TaskMetrics();
  private final ServiceMetrics requests = new ServiceMetrics(time);
  private final ProcessState process = new ProcessState(time, () -> 0, 2, Path.of("/no/such/file"));
  private RegistryFigures registry = UNKNOWN;
  private WorkFigures work = new WorkFigures(0, OptionalLong.empty(), false, false);
  private final Metrics metrics =
      new Metrics("1.1.0", tasks, requests, process, () -> registry, () -> work);

  private String json() {
    return new String(metrics.render(MetricsFormat.JSON), UTF_8)
        .replaceAll("\"memory_mb\":[0-9.]+", "\"memory_mb\":M");
  }

  private String prometheus() {
    return new String(metrics.render(MetricsFormat.PROMETHEUS), UTF_8);
  }

  private void scene() {
    time.advance(Duration.ofHours(1));
    for (int i = 0; i < 19; i++) {
      tasks.changed(task().withDroplet("billing").withTook(Duration.ofMillis(40)).succeeded());
    }
    tasks.changed(task().withDroplet("audit").withTook(Duration.ofMillis(10)).failed());
    tasks.changed(task().withDroplet("billing").withTook(Duration.ofMillis(100)).succeededAfter(1));
    requests.answered("POST", "/x", "/tasks", 200, "r", null, Duration.ofMillis(5));
    requests.answered("POST", "/x", "/tasks", 503, "r", null, Duration.ofMillis(15));
    registry =
        new RegistryFigures(
            new SyncStats(145, 143, 2, Optional.of(Instant.ofEpochMilli(1_731_595_000_100L)), 45),
            CacheStatus.ACTIVE,
            Duration.ofMillis(30_900),
            5,
            4);
  }

  @Test
  void tellsPrometheusWhatThereIsToDo() {
    scene();
    assertThat(prometheus())
        .contains("orchestrator_store_writable 0.0", "orchestrator_lease_held 0.0")
        .doesNotContain("orchestrator_tasks_waiting ");
    work = new WorkFigures(7, OptionalLong.of(41), true, true);

    assertThat(prometheus().lines())
        .contains(
            "orchestrator_tasks_under_way 7.0",
            "orchestrator_tasks_waiting 41.0",
            "orchestrator_store_writable 1.0",
            "orchestrator_lease_held 1.0",
            "orchestrator_task_attempts_total{outcome=\"answered\"} 20.0",
            "orchestrator_task_attempts_total{outcome=\"refused\"} 5.0",
            "orchestrator_task_attempts_total{outcome=\"server_error\"} 0.0");
  }

  @Test
  void isAllZeroAtFirst() {
    assertThat(json())
        .isEqualTo(
            """
            {"service":"orchestrator","version":"1.1.0","uptime_seconds":0,\
            "tasks":{"total":0,"success":0,"error":0,"timeout":0,"success_rate_percent":0.0,\
            "avg_response_time_ms":0,"p95_response_time_ms":0,"p99_response_time_ms":0,"cancelled":0},\
            "retry":{"total_retries":0,"retry_success_count":0,"retry_final_fail_count":0},\
            "registry":{"syncs_total":0,"syncs_success":0,"syncs_error":0,"last_sync":null,\
            "last_sync_duration_ms":0,"cache_age_seconds":null,"cache_status":"unavailable"},\
            "droplets_known":0,"droplets_reachable":0,\
            "response_time":{"min_ms":0,"max_ms":0,"avg_ms":0,"p50_ms":0,"p95_ms":0,"p99_ms":0},\
            "requests":{"requests_total":0,"requests_per_minute":0,"errors_last_hour":0},\
            "process":{"cpu_percent":0.0,"memory_mb":M},\
            "droplets":{}}\
            """);
  }

  @Test
  void tellsAllInTheShapeOfTheContract() {
    scene();

    assertThat(json())
        .isEqualTo(
            """
            {"service":"orchestrator","version":"1.1.0","uptime_seconds":3600,\
            "tasks":{"total":21,"success":20,"error":1,"timeout":0,"success_rate_percent":95.2,\
            "avg_response_time_ms":429,"p95_response_time_ms":1204,"p99_response_time_ms":7040,"cancelled":0},\
            "retry":{"total_retries":4,"retry_success_count":1,"retry_final_fail_count":1},\
            "registry":{"syncs_total":145,"syncs_success":143,"syncs_error":2,\
            "last_sync":1731595000.1,"last_sync_duration_ms":45,"cache_age_seconds":30,\
            "cache_status":"active"},"droplets_known":5,"droplets_reachable":4,\
            "response_time":{"min_ms":40,"max_ms":7040,"avg_ms":429,"p50_ms":40,"p95_ms":1204,\
            "p99_ms":7040},\
            "requests":{"requests_total":2,"requests_per_minute":2,"errors_last_hour":1},\
            "process":{"cpu_percent":0.0,"memory_mb":M},\
            "droplets":{"audit":{"tasks":{"total":1,"success":0,"error":1,"timeout":0,\
            "success_rate_percent":0.0,"avg_response_time_ms":7040,"p95_response_time_ms":7040,\
            "p99_response_time_ms":7040,"cancelled":0},\
            "retry":{"total_retries":3,"retry_success_count":0,"retry_final_fail_count":1},\
            "response_time":{"min_ms":7040,"max_ms":7040,"avg_ms":7040,"p50_ms":7040,\
            "p95_ms":7040,"p99_ms":7040}},\
            "billing":{"tasks":{"total":20,"success":20,"error":0,"timeout":0,\
            "success_rate_percent":100.0,"avg_response_time_ms":98,"p95_response_time_ms":40,\
            "p99_response_time_ms":1200,"cancelled":0},\
            "retry":{"total_retries":1,"retry_success_count":1,"retry_final_fail_count":0},\
            "response_time":{"min_ms":40,"max_ms":1200,"avg_ms":98,"p50_ms":40,"p95_ms":40,\
            "p99_ms":1200}}}}\
            """);
  }

  @Test
  void tellsPrometheusTheSameInSeconds() {
    scene();

    assertThat(prometheus().lines())
        .contains(
            "orchestrator_build_info{version=\"1.1.0\"} 1",
            "orchestrator_uptime_seconds 3600.0",
            "# TYPE orchestrator_tasks_total counter",
            "orchestrator_tasks_total{status=\"success\"} 20.0",
            "orchestrator_tasks_total{status=\"error\"} 1.0",
            "orchestrator_tasks_total{status=\"timeout\"} 0.0",
            "orchestrator_task_retries_total 4.0",
            "orchestrator_retried_tasks_total{result=\"success\"} 1.0",
            "orchestrator_retried_tasks_total{result=\"fail\"} 1.0",
            "# TYPE orchestrator_task_duration_seconds histogram",
            "orchestrator_task_duration_seconds_bucket{le=\"0.025\"} 0",
            "orchestrator_task_duration_seconds_bucket{le=\"0.05\"} 19",
            "orchestrator_task_duration_seconds_bucket{le=\"2.5\"} 20",
            "orchestrator_task_duration_seconds_bucket{le=\"10.0\"} 21",
            "orchestrator_task_duration_seconds_bucket{le=\"+Inf\"} 21",
            "orchestrator_task_duration_seconds_count 21",
            "orchestrator_task_duration_seconds_sum 9.0",
            "orchestrator_task_duration_quantile_seconds{quantile=\"0\"} 0.04",
            "orchestrator_task_duration_quantile_seconds{quantile=\"1\"} 7.04",
            "orchestrator_droplet_tasks_total{droplet=\"billing\",status=\"success\"} 20.0",
            "orchestrator_droplet_task_retries_total{droplet=\"audit\"} 3.0",
            "orchestrator_droplet_task_duration_seconds_count{droplet=\"billing\"} 20",
            "orchestrator_droplet_task_duration_seconds_sum{droplet=\"billing\"} 1.96",
            "orchestrator_registry_syncs_total{result=\"success\"} 143.0",
            "orchestrator_registry_syncs_total{result=\"error\"} 2.0",
            "orchestrator_registry_last_sync_timestamp_seconds 1.7315950001E9",
            "orchestrator_registry_last_sync_duration_seconds 0.045",
            "orchestrator_registry_cache_age_seconds 30.9",
            "orchestrator_registry_cache_status{status=\"active\"} 1.0",
            "orchestrator_registry_cache_status{status=\"stale\"} 0.0",
            "orchestrator_droplets_known 5.0",
            "orchestrator_droplets_reachable 4.0",
            "orchestrator_http_requests_total{method=\"POST\",route=\"/tasks\",status=\"5xx\"} 1.0",
            "orchestrator_http_request_duration_seconds_sum{method=\"POST\",route=\"/tasks\",status=\"2xx\"} 0.005",
            "orchestrator_http_requests_last_minute 2.0",
            "orchestrator_http_errors_last_hour 1.0");
  }

  @Test
  void tellsTheSameFiguresAgainAsTheyMove() {
    prometheus();
    scene();
    assertThat(prometheus()).contains("orchestrator_tasks_total{status=\"success\"} 20.0");

    tasks.changed(task().succeeded());

    assertThat(prometheus()).contains("orchestrator_tasks_total{status=\"success\"} 21.0");
    assertThat(json()).contains("\"success\":21,");
  }

  @Test
  void namesEveryMetricAlikeAndNeverTellsNotANumber() {
    for (String line : prometheus().lines().filter(l -> !l.startsWith("#")).toList()) {
      assertThat(line).startsWith("orchestrator_").doesNotContain("NaN");
    }
    assertThat(prometheus())
        .doesNotContain("orchestrator_registry_cache_age_seconds ")
        .contains("orchestrator_jvm_memory_used_bytes{")
        .contains("orchestrator_jvm_threads_live_threads ")
        .contains("orchestrator_process_cpu_seconds_total ");
  }

  @Test
  void givesEveryCounterItsSuffix() {
    scene();
    assertThat(prometheus().lines().filter(line -> line.matches("# TYPE \\S+ counter")))
        .isNotEmpty()
        .allMatch(line -> line.split(" ")[2].endsWith("_total"));
  }

  @Test
  void endsOpenMetricsAsItMust() {
    String text = new String(metrics.render(MetricsFormat.OPEN_METRICS), UTF_8);

    assertThat(text).endsWith("# EOF\n").contains("# TYPE orchestrator_tasks counter\n");
  }

  @Test
  void speaksEnglishWhateverTheMachineDoes() {
    scene();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(json()).contains("\"success_rate_percent\":95.2,");
      assertThat(prometheus()).contains("_sum 9.0\n");
    } finally {
      Locale.setDefault(before);
    }
  }
}
