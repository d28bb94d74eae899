package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore.LeaseResult;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * The leases, by the database's clock. A lease is held as long as its row is there, and a row that has
 * run out is deleted before anything is taken from it: so a renewal and a rescue at one moment wait
 * for each other, and only one of them succeeds.
 */
final class PostgresLeases {

  private static final String NOW = PostgresConnections.NOW;

  private static final String JOIN =
      "INSERT INTO leases (node, length, expires_at) SELECT ?, u.length, u.length + "
          + NOW
          + " FROM (SELECT ?::bigint AS length) AS u RETURNING id";
  private static final String RENEW =
      "UPDATE leases SET expires_at = length + "
          + NOW
          + " WHERE id = ? AND expires_at > "
          + NOW
          + " RETURNING id";
  private static final String LEAVE =
      "DELETE FROM leases WHERE id = ? AND expires_at > " + NOW + " RETURNING id";
  private static final String RUN_OUT =
      "DELETE FROM leases WHERE id IN (SELECT id FROM leases WHERE expires_at <= "
          + NOW
          + " FOR UPDATE SKIP LOCKED)";
  private static final String ONE_RUN_OUT =
      "DELETE FROM leases WHERE id = ? AND expires_at <= " + NOW;

  /** Told at each renewal until the task is let go: a node may miss it once, or its answer get lost. */
  private static final String CANCELS = "SELECT id FROM tasks WHERE lease = ? AND cancel_asked";

  private final SqlConnection sql;

  PostgresLeases(SqlConnection sql) {
    this.sql = sql;
  }

  LeaseResult join(String node, Duration length) throws SQLException {
    long id = sql.call(JOIN).text(node).number(length.toNanos() / 1000).count();
    return new LeaseResult.Granted(new LeaseId(id), List.of());
  }

  LeaseResult renew(LeaseId lease) throws SQLException {
    if (sql.call(RENEW).number(lease.value()).count() == 0) {
      return new LeaseResult.Lost();
    }
    return new LeaseResult.Granted(
        lease,
        sql.call(CANCELS)
            .number(lease.value())
            .list(row -> new TaskId(PostgresConnections.IDS.get(row, 1).toString())));
  }

  LeaseResult leave(LeaseId lease) throws SQLException {
    return sql.call(LEAVE).number(lease.value()).count() == 0
        ? new LeaseResult.Lost()
        : new LeaseResult.Granted(lease, List.of());
  }

  /** Ends all leases that have run out, but those that somebody renews or ends at this moment. */
  void endThoseRunOut() throws SQLException {
    sql.call(RUN_OUT).update();
  }

  /** Ends this lease if it has run out. */
  void endIfRunOut(long lease) throws SQLException {
    sql.call(ONE_RUN_OUT).number(lease).update();
  }
}
