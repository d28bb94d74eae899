package ai.fullpotential.orchestrator.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction does beside its tasks, gathered and written once at its end: labels, counts, and
 * the word that tasks are due.
 */
final class PostgresTallies {

  private static final String LABEL =
      """
      INSERT INTO labels (value, id) SELECT * FROM unnest(?::text[], ?::uuid[])
      ON CONFLICT DO NOTHING""";

  /** In the order of the rows, so that two nodes never wait for each other. */
  private static final String COUNT =
      """
      INSERT INTO counts (droplet, kind, shard, n)
      SELECT u.droplet, u.kind, ?, u.n FROM unnest(?::text[], ?::int[], ?::bigint[])
        AS u (droplet, kind, n)
      ON CONFLICT (droplet, kind, shard) DO UPDATE SET n = counts.n + excluded.n""";

  private static final String ODD = "INSERT INTO odd_ids (n) VALUES (1) ON CONFLICT DO NOTHING";
  private static final String NOTIFY = "SELECT pg_notify(" + PostgresTaskStore.DUE + ", ?)";

  private record Label(String value, UUID id) {}

  private record Delta(String droplet, int kind, long by) {}

  private final SqlConnection sql;
  private final int shard;
  private final String node;
  private final Counts counts = new Counts();
  private final List<Label> labels = new ArrayList<>();
  private boolean due;
  private boolean odd;
  private boolean oddTold;

  PostgresTallies(SqlConnection sql, int shard, String node) {
    this.sql = sql;
    this.shard = shard;
    this.node = node;
  }

  /** Forgets what a transaction that failed has left. */
  void begin() {
    counts.clear();
    labels.clear();
    due = false;
    odd = false;
  }

  /** A task was inserted. */
  void added(Op.NewTask task, @Nullable Long dueAt) {
    TaskRow row = task.row();
    counts.kept(row.request().droplet(), 1);
    counts.ended(row.request().droplet(), row.progress().ending(), 1);
    labels(row.id(), task.labels());
    due |= dueAt != null;
    odd |= IdTime.isOdd(row.id(), row.request().createdAt());
  }

  /** A task is another droplet's now. */
  void moved(String from, String to) {
    counts.moved(from, to);
  }

  /** A task was changed. */
  void saved(Op.Save save, @Nullable Long dueAt) {
    counts.ended(save.droplet(), save.progress().ending(), 1);
    labels(save.id(), save.labels());
    due |= dueAt != null;
  }

  /** A task that had ended was deleted. */
  void dropped(TaskRow row) {
    counts.kept(row.request().droplet(), -1);
    counts.ended(row.request().droplet(), row.progress().ending(), -1);
  }

  private void labels(UUID id, List<String> values) {
    for (String value : values) {
      labels.add(new Label(value, id));
    }
  }

  /** Whether tasks were written that nobody holds. */
  boolean leftDue() {
    return due;
  }

  void flush() throws SQLException {
    if (odd && !oddTold) {
      sql.call(ODD).update();
      oddTold = true;
    }
    if (!labels.isEmpty()) {
      Set<Label> each = new HashSet<>(labels);
      sql.call(LABEL)
          .array("text", each.stream().map(Label::value).toArray())
          .array("uuid", each.stream().map(Label::id).toArray())
          .update();
    }
    if (due) {
      sql.call(NOTIFY).text(node).first(_ -> node);
    }
    count();
  }

  private void count() throws SQLException {
    List<Delta> deltas = new ArrayList<>();
    counts.flush((droplet, kind, by) -> deltas.add(new Delta(droplet, kind, by)));
    if (deltas.isEmpty()) {
      return;
    }
    deltas.sort(Comparator.comparing(Delta::droplet).thenComparingInt(Delta::kind));
    sql.call(COUNT)
        .number(shard)
        .array("text", deltas.stream().map(Delta::droplet).toArray())
        .array("int4", deltas.stream().map(Delta::kind).toArray())
        .array("int8", deltas.stream().map(Delta::by).toArray())
        .update();
  }
}
