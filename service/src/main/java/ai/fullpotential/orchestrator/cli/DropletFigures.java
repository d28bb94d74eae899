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
    long p95) {

  /** Less of a URL tells nothing. */
  private static final int LEGIBLE = 16;

  /** Of an answer of {@code /droplets} and one of {@code /metrics}, in the order of the first. */
  static List<DropletFigures> of(JsonNode droplets, JsonNode metrics) {
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
              figures.path(name)));
    }
    for (Map.Entry<String, JsonNode> one : figures.properties()) {
      if (!listed.contains(one.getKey())) {
        all.add(of(one.getKey(), "gone", "", "", one.getValue()));
      }
    }
    return all;
  }

  private static DropletFigures of(
      String name, String status, String reachable, String url, JsonNode figures) {
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
        times.path("p95_ms").asLong());
  }

  /** A line for each. */
  static Table table(List<DropletFigures> droplets) {
    Table table =
        new Table(
            new Column("DROPLET", false, true, 0),
            new Column("REACHABLE", false, false, 0),
            new Column("STATUS", false, false, 3),
            new Column("TASKS", true, false, 1),
            new Column("FAILED", true, false, 0),
            new Column("RETRIES", true, false, 4),
            new Column("P50 MS", true, false, 5),
            new Column("P95 MS", true, false, 2),
            new Column("URL", false, LEGIBLE, 6));
    for (DropletFigures droplet : droplets) {
      table.add(
          droplet.reachable,
          List.of(
              droplet.name,
              droplet.reachable,
              droplet.status,
              String.valueOf(droplet.tasks),
              String.valueOf(droplet.failed),
              String.valueOf(droplet.retries),
              String.valueOf(droplet.p50),
              String.valueOf(droplet.p95),
              droplet.url));
    }
    return table;
  }
}
