package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import ai.fullpotential.orchestrator.task.TaskStore.TakeResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes to SQLite, one by one: there is no network between, so a batch would gain nothing. */
final class SqliteSession implements WriteSession {

  private static final String TAKE =
      "SELECT " + SqlConnection.TASK + ", lease FROM tasks WHERE id = ?";
  private static final String HOLD = "UPDATE tasks SET lease = ? WHERE id = ?";
  private static final String ASK_TO_CANCEL =
      "UPDATE tasks SET cancel_asked = 1 WHERE id = ? AND lease IS NOT NULL AND ended_at IS NULL";
  private static final String PROBE = "UPDATE probe SET body = randomblob(16384) WHERE n = 1";
  private static final int LEASE_COLUMN = 13;

  private final SqlConnection sql;
  private final InstantSource clock;
  private final Runnable due;
  private final SqliteTasks tasks;
  private final SqliteLeases leases;
  private final SqliteClaims claims;

  /**
   * A session on this connection.
   *
   * @param due is told after a commit that left tasks due
   */
  SqliteSession(SqlConnection sql, InstantSource clock, Runnable due) {
    this.sql = sql;
    this.clock = clock;
    this.due = due;
    this.tasks = new SqliteTasks(sql);
    this.leases = new SqliteLeases(sql);
    this.claims = new SqliteClaims(sql, leases);
  }

  @Override
  public Connection connection() {
    return sql.connection();
  }

  @Override
  public void apply(List<Op> group) throws SQLException {
    tasks.begin();
    long now = TaskCodec.micros(clock.instant());
    for (Op op : group) {
      apply(op, now);
    }
    tasks.flush();
  }

  private void apply(Op op, long now) throws SQLException {
    switch (op) {
      case Op.Add add -> add.reply().settle(tasks.add(add, now));
      case Op.Save save -> save.reply().settle(tasks.save(save, now));
      case Op.Claim claim ->
          claim.reply().settle(claims.claim(claim.by().value(), claim.most(), now));
      case Op.CallUp call -> call.reply().settle(claims.callUp(call, now));
      case Op.Rescue rescue ->
          rescue.reply().settle(claims.rescue(rescue.by().value(), rescue.most(), now));
      case Op.Holding holding -> holding.reply().settle(claims.holding(holding.by().value()));
      case Op.Take take -> take.reply().settle(take(take, now));
      case Op.AskToCancel ask ->
          ask.reply()
              .settle(
                  sql.call(ASK_TO_CANCEL).id(ask.id()).update() == 1
                      ? new SaveResult.Saved()
                      : new SaveResult.Lost());
      case Op.Join join -> join.reply().settle(leases.join(join.node(), join.length(), now));
      case Op.Renew renew -> renew.reply().settle(leases.renew(renew.lease(), now));
      case Op.Leave leave -> leave.reply().settle(leases.leave(leave.lease()));
      case Op.Work<?> work -> work.run(sql);
    }
  }

  private TakeResult take(Op.Take take, long now) throws SQLException {
    record Found(Task task, OptionalLong lease) {}

    Optional<Found> found =
        sql.call(TAKE)
            .id(take.id())
            .first(
                row -> {
                  long lease = row.getLong(LEASE_COLUMN);
                  boolean isHeld = !row.wasNull();
                  return new Found(
                      sql.task(row), isHeld ? OptionalLong.of(lease) : OptionalLong.empty());
                });
    if (found.isEmpty()) {
      return new TakeResult.Missing();
    }
    Task task = found.get().task();
    OptionalLong lease = found.get().lease();
    if (task.finished().isPresent()) {
      return new TakeResult.Ended(task);
    }
    if (lease.isPresent() && leases.isAlive(lease.getAsLong(), now)) {
      return new TakeResult.Held(task);
    }
    sql.call(HOLD).number(take.by().value()).id(take.id()).update();
    return new TakeResult.Taken(task);
  }

  @Override
  public void probe() throws SQLException {
    sql.call(PROBE).update();
  }

  @Override
  public void committed() {
    if (tasks.leftDue()) {
      due.run();
    }
  }

  @Override
  public void close() {
    sql.close();
  }
}
