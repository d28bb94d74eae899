package ai.fullpotential.orchestrator.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One step of dropping what is too old, within a transaction of the writer. */
final class SqliteRetention {

  private static final String OLD =
      "SELECT "
          + SqlConnection.TASK
          + " FROM tasks WHERE ended_at < ? ORDER BY ended_at LIMIT "
          + Retention.STEP;
  private static final String DROP = "DELETE FROM tasks WHERE id = ?";
  private static final String DROP_LABEL = "DELETE FROM labels WHERE value = ? AND id = ?";
  private static final String DROP_KEYS = "DELETE FROM idempotency WHERE expires_at <= ?";
  private static final String DROP_COUNTS = "DELETE FROM counts WHERE n = 0";

  private record Old(UUID id, String droplet, int ending, List<String> labels) {}

  private final SqlConnection sql;

  SqliteRetention(SqlConnection sql) {
    this.sql = sql;
  }

  /** Whether there may be more. */
  boolean drop(long endedBefore, long now) throws SQLException {
    List<Old> old = sql.call(OLD).number(endedBefore).list(row -> old(sql.row(row)));
    Counts counts = new Counts();
    for (Old task : old) {
      for (String label : task.labels()) {
        sql.call(DROP_LABEL).text(label).id(task.id()).update();
      }
      sql.call(DROP).id(task.id()).update();
      counts.kept(task.droplet(), -1);
      counts.ended(task.droplet(), task.ending(), -1);
    }
    counts.flush(
        (droplet, kind, delta) ->
            sql.call(SqliteTasks.COUNT).text(droplet).number(kind).number(delta).update());
    if (old.size() < Retention.STEP) {
      sql.call(DROP_KEYS).number(now).update();
      sql.call(DROP_COUNTS).update();
      return false;
    }
    return true;
  }

  private static Old old(TaskRow row) {
    var task = TaskCodec.task(row);
    List<String> labels = new ArrayList<>(TaskCodec.labelsAtStart(task));
    labels.addAll(TaskCodec.labelsAtEnd(task));
    return new Old(row.id(), row.request().droplet(), row.progress().ending(), labels);
  }
}
