package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.cli.Table.Column;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One droplet: what the Registry says of it, and how tasks fared with it.
 *
 * @param status as the Registry has it; {@code gone} when it has it no longer
 * @param heartbeat when its last one came, empty when it never sent any
 * @param p50 of its finished tasks, in milliseconds, as is {@code p95}
 */
record DropletFigures(
    String name,
    String status,
    String reachable,
    String url,
    long tasks,
    long failed,
    long retries,
    long p50,
    long p95,
    String heartbeat) {

  /** Less of a URL tells nothing. */
  private static final int LEGIBLE = 16;

  /** Of an answer of {@code /droplets} and one of {@code /metrics}, in the order of the first. */
  static List<DropletFigures> of(JsonNode droplets, JsonNode metrics, Moments moments) {
    List<DropletFigures> all = new ArrayList<>();
    Set<String> listed = new HashSet<>();
    JsonNode figures = metrics.path("droplets");
    for (JsonNode droplet : droplets.path("droplets")) {
      String name = droplet.path("name").asText();
      listed.add(name);
      all.add(
          of(
              name,
              Plain.text(droplet.path("status")),
              droplet.path("reachable").asBoolean() ? "yes" : "no",
              Plain.text(droplet.path("url")),
              moments.brief(droplet.path("last_heartbeat_at")),
              figures.path(name)));
    }
    for (Map.Entry<String, JsonNode> one : figures.properties()) {
      if (!listed.contains(one.getKey())) {
        all.add(of(one.getKey(), "gone", "", "", "", one.getValue()));
      }
    }
    return all;
  }

  private static DropletFigures of(
      String name,
      String status,
      String reachable,
      String url,
      String heartbeat,
      JsonNode figures) {
    JsonNode tasks = figures.path("tasks");
    JsonNode times = figures.path("response_time");
    return new DropletFigures(
        Plain.text(name),
        status,
        reachable,
        url,
        tasks.path("total").asLong(),
        tasks.path("error").asLong() + tasks.path("timeout").asLong(),
        figures.path("retry").path("total_retries").asLong(),
        times.path("p50_ms").asLong(),
        times.path("p95_ms").asLong(),
        heartbeat);
  }

  /** A line for each; with heartbeats only where somebody sends them. */
  static Table table(List<DropletFigures> droplets) {
    boolean beats = droplets.stream().anyMatch(droplet -> !droplet.heartbeat.isEmpty());
    Table table = new Table(columns(beats).toArray(Column[]::new));
    droplets.forEach(droplet -> table.add(droplet.reachable, droplet.cells(beats)));
    return table;
  }

  private static List<Column> columns(boolean beats) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("DROPLET", false, true, 0));
    columns.add(new Column("REACHABLE", false, false, 0));
    if (beats) {
      columns.add(new Column("HEARTBEAT", false, false, 4));
    }
    columns.add(new Column("STATUS", false, false, 3));
    columns.add(new Column("TASKS", true, false, 1));
    columns.add(new Column("FAILED", true, false, 0));
    columns.add(new Column("RETRIES", true, false, 4));
    columns.add(new Column("P50 MS", true, false, 5));
    columns.add(new Column("P95 MS", true, false, 2));
    columns.add(new Column("URL", false, LEGIBLE, 6));
    return columns;
  }

  private List<String> cells(boolean beats) {
    List<String> cells = new ArrayList<>(List.of(name, reachable));
    if (beats) {
      cells.add(heartbeat);
    }
    cells.add(status);
    for (long figure : new long[] {tasks, failed, retries, p50, p95}) {
      cells.add(String.valueOf(figure));
    }
    cells.add(url);
    return cells;
  }
}
