package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes to PostgreSQL in as few round trips as may be. New tasks come first, the saves between two
 * other operations together, labels and counts at the end.
 */
final class PostgresSession implements WriteSession {

  private static final String ASK_TO_CANCEL =
      "UPDATE tasks SET cancel_asked = true WHERE id = ? AND lease IS NOT NULL AND ended_at IS NULL";

  /** Changes nothing, and fails where nothing can be written. */
  private static final String PROBE = "UPDATE probe SET n = n WHERE n = 1";

  private final SqlConnection sql;
  private final Runnable due;
  private final PostgresTallies tallies;
  private final PostgresTasks tasks;
  private final PostgresLeases leases;
  private final PostgresClaims claims;

  /**
   * A session on this connection.
   *
   * @param shard which of the counts it changes
   * @param node what it signs with when it tells other nodes that tasks are due
   * @param due is told after a commit that left tasks due
   */
  PostgresSession(Connection connection, int shard, String node, Runnable due) {
    this.sql = new SqlConnection(connection, PostgresConnections.IDS);
    this.due = due;
    this.tallies = new PostgresTallies(sql, shard, node);
    this.tasks = new PostgresTasks(sql, tallies);
    this.leases = new PostgresLeases(sql);
    this.claims = new PostgresClaims(sql, leases);
  }

  @Override
  public Connection connection() {
    return sql.connection();
  }

  @Override
  public void apply(List<Op> group) throws SQLException {
    tallies.begin();
    tasks.begin();
    tasks.add(group.stream().filter(Op.Add.class::isInstance).map(Op.Add.class::cast).toList());
    for (Op op : group) {
      if (op instanceof Op.Save save) {
        tasks.save(save);
      } else if (!(op instanceof Op.Add)) {
        tasks.flush();
        apply(op);
      }
    }
    tasks.flush();
    tallies.flush();
  }

  private void apply(Op op) throws SQLException {
    switch (op) {
      case Op.Add _, Op.Save _ -> throw new IllegalStateException("these go together");
      case Op.Claim claim -> claim.reply().settle(claims.claim(claim.by().value(), claim.most()));
      case Op.CallUp call -> call.reply().settle(claims.callUp(call));
      case Op.Rescue rescue ->
          rescue.reply().settle(claims.rescue(rescue.by().value(), rescue.most()));
      case Op.Holding holding -> holding.reply().settle(claims.holding(holding.by().value()));
      case Op.Take take -> take.reply().settle(claims.take(take));
      case Op.AskToCancel ask ->
          ask.reply()
              .settle(
                  sql.call(ASK_TO_CANCEL).id(ask.id()).update() == 1
                      ? new SaveResult.Saved()
                      : new SaveResult.Lost());
      case Op.Join join -> join.reply().settle(leases.join(join.node(), join.length()));
      case Op.Renew renew -> renew.reply().settle(leases.renew(renew.lease()));
      case Op.Leave leave -> leave.reply().settle(leases.leave(leave.lease()));
      case Op.Work<?> work -> work.run(sql);
    }
  }

  @Override
  public void probe() throws SQLException {
    sql.call(PROBE).update();
  }

  @Override
  public void committed() {
    if (tallies.leftDue()) {
      due.run();
    }
  }

  @Override
  public void close() {
    sql.close();
  }
}
