package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.cli.Table.Column;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A reading as lines that fit a screen. */
final class TopView {

  private static final int BARS = 30;

  /** Less of an error or a URL tells nothing. */
  private static final int LEGIBLE = 16;

  private static final String KEYS = "q quit  p pause  s or ←→ sort  ↑↓ scroll";

  private final Session session;
  private final Paint paint;
  private final String url;

  /**
   * How somebody wants it.
   *
   * @param scrolled by so many droplets
   * @param note what else is to be said, or nothing
   */
  record Choice(TopSort sort, int scrolled, String note) {
    static final Choice USUAL = new Choice(TopSort.FAILED, 0, "");
  }

  TopView(Session session) {
    this.session = session;
    this.paint = session.paint();
    this.url = session.api().toString();
  }

  /** The lines for a screen; all of them where there is no end to the rows. */
  List<String> lines(TopReading reading, TopRates rates, Choice choice, int columns, int rows) {
    List<String> head = head(reading, rates, columns);
    List<DropletFigures> droplets =
        DropletFigures.of(reading.droplets(), reading.metrics(), session.moments()).stream()
            .sorted(choice.sort().order())
            .toList();
    int left = Math.max(0, rows - head.size() - 1);
    Shares shares =
        Shares.of(left, droplets.size(), reading.underWay().size(), reading.failures().size());
    List<String> lines = new ArrayList<>(head);
    int from = Math.max(0, Math.min(choice.scrolled(), droplets.size() - shares.first()));
    section(
        lines,
        "Droplets by " + choice.sort().shown(),
        DropletFigures.table(page(droplets, from, shares.first())).lines(columns, paint),
        droplets.size());
    section(
        lines,
        "Under way",
        underWay(page(reading.underWay(), 0, shares.second())).lines(columns, paint),
        reading.underWay().size());
    section(
        lines,
        "Last failures",
        failures(page(reading.failures(), 0, shares.third())).lines(columns, paint),
        reading.failures().size());
    return fitted(lines, choice.note(), rows);
  }

  private List<String> fitted(List<String> lines, String note, int rows) {
    if (rows == Table.ANY) {
      return lines;
    }
    List<String> fitted = new ArrayList<>(page(lines, 0, rows - 1));
    while (fitted.size() < rows - 1) {
      fitted.add("");
    }
    fitted.add(note.isEmpty() ? paint.faint(KEYS) : paint.warning(note) + "  " + paint.faint(KEYS));
    return fitted;
  }

  private static <T> List<T> page(List<T> all, int from, int most) {
    return all.subList(from, from + Math.max(0, Math.min(all.size() - from, most)));
  }

  private void section(List<String> lines, String title, List<String> table, int all) {
    if (all > 0) {
      int shown = table.size() - 1;
      lines.add("");
      lines.add(title + (shown < all ? " (%d of %d)".formatted(shown, all) : ""));
      lines.addAll(table);
    }
  }

  private List<String> head(TopReading reading, TopRates rates, int columns) {
    JsonNode health = reading.health();
    String status = Plain.text(health.path("status"));
    JsonNode tasks = reading.metrics().path("tasks");
    JsonNode times = reading.metrics().path("response_time");
    JsonNode retry = reading.metrics().path("retry");
    JsonNode needs = health.path("dependencies");
    Duration up = Duration.ofSeconds(health.path("uptime_seconds").asLong());
    return List.of(
        paint.heading(Cli.NAME + " " + Plain.text(health.path("version")))
            + "  "
            + paint.status(status.equals("active") ? "success" : "error", status)
            + "  "
            + url
            + "  up "
            + Spans.shown(up),
        "registry  %s   list %s, %s droplets, %s reachable   store %s"
            .formatted(
                state(needs.path("registry").path("status"), "connected"),
                state(needs.path("cache").path("status"), "active"),
                Plain.text(reading.metrics().path("droplets_known")),
                Plain.text(reading.metrics().path("droplets_reachable")),
                state(needs.path("store").path("status"), "connected")),
        "tasks     %.1f/s  %s"
            .formatted(rates.perSecond(), rates.bars(Math.clamp(columns - BARS, 0, BARS))),
        "ended     %,d   %s%% good   %,d failed   %,d timed out   %,d retries, %,d in vain"
            .formatted(
                tasks.path("total").asLong(),
                Plain.text(tasks.path("success_rate_percent")),
                tasks.path("error").asLong(),
                tasks.path("timeout").asLong(),
                retry.path("total_retries").asLong(),
                retry.path("retry_final_fail_count").asLong()),
        "latency   p50 %s   p95 %s   p99 %s   max %s ms"
            .formatted(
                Plain.text(times.path("p50_ms")),
                Plain.text(times.path("p95_ms")),
                Plain.text(times.path("p99_ms")),
                Plain.text(times.path("max_ms"))));
  }

  private String state(JsonNode state, String good) {
    String text = Plain.text(state);
    return text.equals(good) ? paint.good(text) : paint.bad(text);
  }

  private Table underWay(List<JsonNode> tasks) {
    Table table =
        new Table(
            new Column("ID", false, false, 0),
            new Column("STATUS", false, false, 0),
            new Column("SINCE", true, false, 2),
            new Column("RETRIES", true, false, 3),
            new Column("DROPLET", false, true, 0),
            new Column("CALL", false, LEGIBLE, 1));
    for (JsonNode task : tasks) {
      String status = Plain.text(task.path("status"));
      boolean retries = status.equals("queued") && task.hasNonNull("target_url");
      table.add(
          retries ? "retrying" : status,
          List.of(
              Plain.text(task.path("id")),
              retries ? "retrying" : status,
              age(task),
              Plain.text(task.path("retry_count")),
              Plain.text(task.path("droplet_name")),
              TaskView.call(task)));
    }
    return table;
  }

  private String age(JsonNode task) {
    return session
        .moments()
        .instant(Plain.text(task.path("created_at")))
        .map(at -> Duration.between(at, session.surroundings().time().instant()))
        .map(Spans::shown)
        .orElse("");
  }

  private Table failures(List<JsonNode> tasks) {
    Table table =
        new Table(
            new Column("ENDED", false, false, 2),
            new Column("ID", false, false, 0),
            new Column("STATUS", false, false, 3),
            new Column("HTTP", true, false, 4),
            new Column("DROPLET", false, true, 0),
            new Column("ERROR", false, LEGIBLE, 1));
    for (JsonNode task : tasks) {
      String status = Plain.text(task.path("status"));
      table.add(
          status,
          List.of(
              session.moments().clock(task.path("completed_at")),
              Plain.text(task.path("id")),
              status,
              Plain.text(task.path("response_status")),
              Plain.text(task.path("droplet_name")),
              Plain.text(task.path("error_message"))));
    }
    return table;
  }
}
