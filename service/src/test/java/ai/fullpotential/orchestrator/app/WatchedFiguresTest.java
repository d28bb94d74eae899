package ai.fullpotential.orchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.store.TestStore;
import ai.fullpotential.orchestrator.time.Await;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the alert rules ask for what a service exposes that has had some traffic. */
@OnEveryStore
class WatchedFiguresTest {

  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)\\})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern METRIC = Pattern.compile("(orchestrator_\\w+|up)(?:\\{([^}]*)\\})?");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|!~|!=|=)\"([^\"]*)\"");
  private static final Pattern GROUPED = Pattern.compile("by \\(([^)]*)\\)");

  /** Put there by the scrape. */
  private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

  @TempDir static Path directory;

  private static ScriptedDroplet droplet;
  private static TestApplication service;

  @OnEveryStore.Before
  static void haveTraffic() throws Exception {
    droplet = ScriptedDroplet.playing(Turns.status(200, "1"));
    service =
        TestApplication.start(
            directory.resolve(TestStore.current().name()), "TASK_MAX_RETRIES", "1");
    service.register("worker", droplet.url());
    service.register("down", BaseUrl.parse("http://127.0.0.1:1").orElseThrow());
    assertThat(service.task("{\"droplet_name\":\"worker\",\"path\":\"/x\"}").status())
        .isEqualTo(200);
    assertThat(service.task("{\"droplet_name\":\"down\",\"path\":\"/x\"}").status()).isEqualTo(503);
    Await.until("a pause of the collector is told", WatchedFiguresTest::hasPause);
  }

  @OnEveryStore.After
  static void close() {
    service.close();
    droplet.close();
  }

  /** The collector is listened to from the first reading on. */
  private static boolean hasPause() {
    System.gc();
    try {
      return exposed().stream().anyMatch(line -> line.startsWith("orchestrator_jvm_gc_pause"));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> exposed() throws IOException, InterruptedException {
    byte[] text = service.get("/metrics/prometheus").whole().body();
    return new String(text, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  /** The labels of each metric, with their values. */
  private static Map<String, Map<String, Set<String>>> labels() throws Exception {
    Map<String, Map<String, Set<String>>> metrics = new TreeMap<>();
    for (String line : exposed()) {
      Matcher series = SERIES.matcher(line);
      assertThat(series.matches()).as(line).isTrue();
      var labels = metrics.computeIfAbsent(series.group(1), _ -> new TreeMap<>());
      if (series.group(2) != null) {
        LABEL
            .matcher(series.group(2))
            .results()
            .forEach(
                label ->
                    labels
                        .computeIfAbsent(label.group(1), _ -> new TreeSet<>())
                        .add(label.group(2)));
      }
    }
    metrics.put("up", Map.of());
    return metrics;
  }

  private static List<String> dashboard() throws IOException, MalformedJson {
    JsonNode dashboard =
        Json.tree(Files.readAllBytes(DEPLOY.resolve("grafana/orchestrator-dashboard.json")));
    List<String> expressions = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : dashboard.get("panels")) {
      assertThat(ids.add(panel.get("id").asInt())).as(panel.get("title").asText()).isTrue();
      assertThat(panel.get("targets")).as(panel.get("title").asText()).isNotEmpty();
      panel.get("targets").forEach(target -> expressions.add(target.get("expr").asText()));
    }
    assertThat(expressions).hasSizeGreaterThan(20);
    return expressions;
  }

  private static List<JsonNode> rules() throws IOException {
    JsonNode file =
        new YAMLMapper()
            .readTree(Files.readAllBytes(DEPLOY.resolve("prometheus/orchestrator-alerts.yml")));
    List<JsonNode> rules = new ArrayList<>();
    file.get("groups").forEach(group -> group.get("rules").forEach(rules::add));
    assertThat(rules).hasSizeGreaterThan(8);
    return rules;
  }

  @Test
  void theDashboardAsksForWhatIsExposed() throws Exception {
    var labels = labels();
    for (String expression : dashboard()) {
      assertKnown(expression, labels);
    }
  }

  @Test
  void theAlertsAskForWhatIsExposed() throws Exception {
    var labels = labels();
    for (JsonNode rule : rules()) {
      assertKnown(rule.get("expr").asText(), labels);
    }
  }

  @Test
  void everyAlertSaysWhatIsWrongAndHowBadItIs() throws Exception {
    for (JsonNode rule : rules()) {
      String name = rule.path("alert").asText();
      assertThat(name).startsWith("Orchestrator");
      assertThat(rule.path("labels").path("severity").asText())
          .as(name)
          .isIn("warning", "critical");
      assertThat(rule.path("annotations").path("summary").asText()).as(name).isNotBlank();
      assertThat(rule.path("annotations").path("description").asText()).as(name).isNotBlank();
    }
    assertThat(rules()).extracting(rule -> rule.get("alert").asText()).doesNotHaveDuplicates();
  }

  @Test
  void theScrapeReadsTheRulesAndTheRouteThatThereIs() throws Exception {
    JsonNode scrape =
        new YAMLMapper().readTree(Files.readAllBytes(DEPLOY.resolve("prometheus/prometheus.yml")));
    String rules = scrape.get("rule_files").get(0).asText();
    assertThat(DEPLOY.resolve("prometheus").resolve(rules)).exists();
    JsonNode job = scrape.get("scrape_configs").get(0);
    assertThat(job.get("job_name").asText()).isEqualTo("orchestrator");
    assertThat(service.get(job.get("metrics_path").asText()).status()).isEqualTo(200);
  }

  private static void assertKnown(String expression, Map<String, Map<String, Set<String>>> known) {
    List<Map<String, Set<String>>> asked = new ArrayList<>();
    Matcher metric = METRIC.matcher(expression);
    while (metric.find()) {
      assertThat(known).as(expression).containsKey(metric.group(1));
      Map<String, Set<String>> labels = known.getOrDefault(metric.group(1), Map.of());
      asked.add(labels);
      if (metric.group(2) != null) {
        MATCHER
            .matcher(metric.group(2))
            .results()
            .forEach(m -> assertMatches(m.group(1), m.group(2), m.group(3), labels, expression));
      }
    }
    assertThat(asked).as(expression).isNotEmpty();
    GROUPED
        .matcher(expression)
        .results()
        .flatMap(grouped -> List.of(grouped.group(1).split(",\\s*")).stream())
        .filter(label -> !OF_PROMETHEUS.contains(label))
        .forEach(
            label ->
                assertThat(asked)
                    .as(label + " in " + expression)
                    .anySatisfy(labels -> assertThat(labels).containsKey(label)));
  }

  /** A value that no series has would make an alert that never fires. */
  private static void assertMatches(
      String label,
      String operator,
      String wanted,
      Map<String, Set<String>> labels,
      String expression) {
    if (OF_PROMETHEUS.contains(label)) {
      return;
    }
    assertThat(labels).as(label + " in " + expression).containsKey(label);
    String[] values = operator.endsWith("~") ? wanted.split("\\|") : new String[] {wanted};
    assertThat(labels.get(label)).as(expression).contains(values);
  }

  @Test
  void theNumberOfSeriesDoesNotGrowWithPathsIdsAndNames() throws Exception {
    ask(0);
    Set<String> before = names();
    for (int i = 1; i <= 60; i++) {
      ask(i);
    }

    assertThat(names()).isEqualTo(before);
  }

  private static Set<String> names() throws Exception {
    Set<String> series = new TreeSet<>();
    for (String line : exposed()) {
      if (!line.startsWith("orchestrator_jvm")) {
        series.add(line.substring(0, line.lastIndexOf(' ')));
      }
    }
    return series;
  }

  private static void ask(int i) throws Exception {
    service.get("/no/such/path/" + i);
    service.get("/tasks/00000000-0000-7000-8000-%012d".formatted(i));
    service.get("/schedules/" + i);
    service.get("/tasks?droplet_name=nobody-" + i);
    service.task("{\"droplet_name\":\"nobody-" + i + "\",\"path\":\"/x\"}");
    service.task("{\"droplet_name\":\"WoRkEr\",\"path\":\"/path/" + i + "?q=" + i + "\"}");
    service.send("M" + i, "/tasks", "{}");
  }
}
