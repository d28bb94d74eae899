package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Peers;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore.LeaseResult;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  private static final String LIVING =
      "SELECT leases.id, t.now FROM (SELECT STABLE AS now) AS t LEFT JOIN leases ON expires_at > t.now"
          .replace("STABLE", PostgresConnections.STABLE_NOW);

  /** Told at each renewal until the task is let go: a node may miss it once, or its answer get lost. */
  private static final String CANCELS = "SELECT id FROM tasks WHERE lease = ? AND cancel_asked";

  private final SqlConnection sql;

  PostgresLeases(SqlConnection sql) {
    this.sql = sql;
  }

  /**
   * Who holds a lease. By the time at which the statement came, before which all is seen: a lease that had
   * run out by then cannot have been renewed after what is seen here.
   */
  static Peers.Standing standing(SqlConnection sql) throws SQLException {
    record Row(@Nullable LeaseId living, long now) {}

    List<Row> rows =
        sql.call(LIVING)
            .list(
                row -> {
                  long id = row.getLong(1);
                  return new Row(row.wasNull() ? null : new LeaseId(id), row.getLong(2));
                });
    Set<LeaseId> living = new HashSet<>();
    for (Row row : rows) {
      if (row.living() != null) {
        living.add(row.living());
      }
    }
    return new Peers.Standing(living, rows.getFirst().now());
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
