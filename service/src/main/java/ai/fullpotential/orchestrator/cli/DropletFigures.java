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

  private static final List<Column> COLUMNS =
      List.of(
          new Column("DROPLET", false, true, 0),
          new Column("REACHABLE", false, false, 0),
          new Column("STATUS", false, false, 3),
          new Column("TASKS", true, false, 1),
          new Column("FAILED", true, false, 0),
          new Column("RETRIES", true, false, 4),
          new Column("P50 MS", true, false, 5),
          new Column("P95 MS", true, false, 2),
          new Column("URL", false, LEGIBLE, 6));

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

  /** A line for each. */
  static Table table(List<DropletFigures> droplets) {
    return table(droplets, HeldDroplets.NONE);
  }

  /** A line for each, with heartbeats where any are sent, and with what holds its tasks back. */
  static Table table(List<DropletFigures> droplets, HeldDroplets held) {
    List<Column> columns = new ArrayList<>(COLUMNS);
    List<String> names = droplets.stream().map(DropletFigures::name).toList();
    boolean hasStates = names.stream().anyMatch(name -> !held.state(name).isEmpty());
    boolean hasLimits = names.stream().anyMatch(name -> !held.limits(name).isEmpty());
    if (hasLimits) {
      columns.add(2, new Column("LIMITS", false, true, 1));
    }
    if (hasStates) {
      columns.add(2, new Column("HELD BY", false, false, 0));
    }
    boolean hasHeartbeats = droplets.stream().anyMatch(one -> !one.heartbeat.isEmpty());
    if (hasHeartbeats) {
      columns.add(2, new Column("HEARTBEAT", false, false, 4));
    }
    Table table = new Table(columns.toArray(Column[]::new));
    for (DropletFigures droplet : droplets) {
      List<String> cells = new ArrayList<>(droplet.cells());
      if (hasLimits) {
        cells.add(2, held.limits(droplet.name));
      }
      if (hasStates) {
        cells.add(2, held.state(droplet.name));
      }
      if (hasHeartbeats) {
        cells.add(2, droplet.heartbeat);
      }
      table.add(droplet.reachable, cells);
    }
    return table;
  }

  private List<String> cells() {
    return List.of(
        name,
        reachable,
        status,
        String.valueOf(tasks),
        String.valueOf(failed),
        String.valueOf(retries),
        String.valueOf(p50),
        String.valueOf(p95),
        url);
  }
}
