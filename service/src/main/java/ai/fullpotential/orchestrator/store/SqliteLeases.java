package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore.LeaseResult;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The leases: who may carry tasks on, and until when. */
final class SqliteLeases {

  private static final String JOIN =
      "INSERT INTO leases (node, length, expires_at) VALUES (?, ?, ?) RETURNING id";
  private static final String RENEW =
      "UPDATE leases SET expires_at = ? + length WHERE id = ? AND expires_at > ?";
  private static final String LEAVE = "DELETE FROM leases WHERE id = ?";
  private static final String ALIVE = "SELECT count(*) FROM leases WHERE id = ? AND expires_at > ?";
  private static final String CANCELS =
      "SELECT id FROM tasks WHERE lease = ? AND cancel_asked = 1 AND ended_at IS NULL";
  private static final String CANCELS_TOLD =
      "UPDATE tasks SET cancel_asked = 0 WHERE lease = ? AND cancel_asked = 1";
  private static final String EMPTY =
      """
      DELETE FROM leases WHERE expires_at <= ?
        AND NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.lease = leases.id)""";

  private final SqlConnection sql;

  SqliteLeases(SqlConnection sql) {
    this.sql = sql;
  }

  LeaseResult join(String node, Duration length, long now) throws SQLException {
    long micros = length.toNanos() / 1000;
    long id = sql.call(JOIN).text(node).number(micros).number(now + micros).count();
    return new LeaseResult.Granted(new LeaseId(id), List.of());
  }

  LeaseResult renew(LeaseId lease, long now) throws SQLException {
    if (sql.call(RENEW).number(now).number(lease.value()).number(now).update() == 0) {
      return new LeaseResult.Lost();
    }
    List<UUID> cancels = sql.call(CANCELS).number(lease.value()).ids();
    if (!cancels.isEmpty()) {
      sql.call(CANCELS_TOLD).number(lease.value()).update();
    }
    return new LeaseResult.Granted(
        lease, cancels.stream().map(id -> new TaskId(id.toString())).toList());
  }

  LeaseResult leave(LeaseId lease) throws SQLException {
    sql.call(LEAVE).number(lease.value()).update();
    return new LeaseResult.Lost();
  }

  boolean isAlive(long lease, long now) throws SQLException {
    return sql.call(ALIVE).number(lease).number(now).count() == 1;
  }

  /** Forgets those that have run out and hold nothing. */
  void forgetEmpty(long now) throws SQLException {
    sql.call(EMPTY).number(now).update();
  }
}
