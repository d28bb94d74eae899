package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.Task;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One step of dropping what is too old, within a transaction of the writer: by the database's clock,
 * so that a node whose own is wrong drops nothing too early. Nodes drop different tasks.
 */
final class PostgresRetention {

  /** As arrays, which leave no way but from the old ones to their rows, whatever the planner believes. */
  private static final String DROP =
      """
      DELETE FROM tasks WHERE id = ANY (ARRAY(
        SELECT id FROM tasks WHERE ended_at < NOW - ?
        ORDER BY ended_at LIMIT STEP FOR UPDATE SKIP LOCKED))
      RETURNING TASK"""
          .replace("NOW", PostgresConnections.STABLE_NOW)
          .replace("STEP", String.valueOf(Retention.STEP))
          .replace("TASK", SqlConnection.TASK);

  private static final String DROP_LABELS =
      """
      DELETE FROM labels USING unnest(?::text[], ?::uuid[]) AS u (value, id)
      WHERE labels.value = u.value AND labels.id = u.id""";
  private static final String DROP_KEYS =
      """
      DELETE FROM idempotency WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM idempotency WHERE expires_at <= NOW
        ORDER BY expires_at LIMIT STEP FOR UPDATE SKIP LOCKED))"""
          .replace("NOW", PostgresConnections.STABLE_NOW)
          .replace("STEP", String.valueOf(Retention.STEP));

  private final SqlConnection sql;
  private final PostgresTallies tallies;

  PostgresRetention(SqlConnection sql, PostgresTallies tallies) {
    this.sql = sql;
    this.tallies = tallies;
  }

  /** Whether there may be more. */
  boolean drop(Duration kept) throws SQLException {
    List<TaskRow> old = sql.call(DROP).number(kept.toNanos() / 1000).list(sql::row);
    List<String> labels = new ArrayList<>();
    List<UUID> ids = new ArrayList<>();
    for (TaskRow row : old) {
      Task task = TaskCodec.task(row);
      for (String label : Op.NewTask.of(task).labels()) {
        labels.add(label);
        ids.add(row.id());
      }
      tallies.dropped(row);
    }
    if (!labels.isEmpty()) {
      sql.call(DROP_LABELS).array("text", labels.toArray()).array("uuid", ids.toArray()).update();
    }
    int keys = sql.call(DROP_KEYS).update();
    tallies.flush();
    return old.size() == Retention.STEP || keys == Retention.STEP;
  }
}
