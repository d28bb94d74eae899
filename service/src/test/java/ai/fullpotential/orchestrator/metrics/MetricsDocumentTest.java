package ai.fullpotential.orchestrator.metrics;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.registry.CacheStatus;
import ai.fullpotential.orchestrator.registry.SyncStats;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/metrics.md to what is served. */
class MetricsDocumentTest {

  private static final Path DOCUMENT = Path.of("../docs/metrics.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(orchestrator_\\w+)` \\| (\\w+) \\|", Pattern.MULTILINE);
  private static final Pattern TYPE =
      Pattern.compile("^# TYPE (orchestrator_\\w+) (\\w+)$", Pattern.MULTILINE);
  private static final Pattern JVM = Pattern.compile("orchestrator_(jvm|process_files)_.*");

  @Test
  void namesEveryMetricWithItsType() throws IOException {
    assertThat(pairs(ROW, Files.readString(DOCUMENT))).isEqualTo(pairs(TYPE, served()));
  }

  private static String served() {
    ManualTime time = new ManualTime();
    TaskMetrics tasks = new TaskMetrics();
    tasks.changed(task().succeeded());
    ServiceMetrics requests = new ServiceMetrics(time);
    requests.answered("GET", "/", "/", 200, "request-1", null, Duration.ZERO);
    RegistryFigures registry =
        new RegistryFigures(
            new SyncStats(0, 0, 0, Optional.empty(), 0), CacheStatus.STALE, Duration.ZERO, 0, 0);
    Metrics metrics =
        new Metrics(
            "1",
            tasks,
            requests,
            new ProcessState(time),
            () -> registry,
            () -> new WorkFigures(0, OptionalLong.of(0), true, true));
    // Prometheus' older format has no type for an info, and calls it a gauge.
    return new String(metrics.render(MetricsFormat.PROMETHEUS), UTF_8)
        .replace("_info gauge\n", "_info info\n");
  }

  private static Set<String> pairs(Pattern pattern, String text) {
    Set<String> pairs = new TreeSet<>();
    pattern
        .matcher(text)
        .results()
        .filter(found -> !JVM.matcher(found.group(1)).matches())
        .forEach(found -> pairs.add(found.group(1) + " " + found.group(2)));
    return pairs;
  }
}
