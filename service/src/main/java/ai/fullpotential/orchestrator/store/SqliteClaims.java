package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskStore.ClaimResult;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Gives tasks to leases: those that are due, and those of leases that have run out. */
final class SqliteClaims {

  /** Of one priority, so that it is one range of an index however many wait. */
  private static final String DUE =
      "SELECT "
          + SqlConnection.TASK
          + """
             FROM tasks WHERE status = 0 AND lease IS NULL AND priority = ? AND due_at <= ?
            ORDER BY due_at LIMIT ?""";

  private static final String AT_GATE =
      "SELECT "
          + SqlConnection.TASK
          + """
             FROM tasks WHERE at_gate > 0 AND status = 0 AND lease IS NULL AND droplet = ?
            AND at_gate = ?
            ORDER BY priority, id LIMIT ?""";

  /** Steps from droplet to droplet, without a look at each task. */
  static final String WAITED_FOR =
      """
      WITH RECURSIVE waited (droplet) AS (
        SELECT min(droplet) FROM tasks WHERE at_gate > 0 AND status = 0 AND lease IS NULL
        UNION ALL
        SELECT (SELECT min(droplet) FROM tasks
          WHERE at_gate > 0 AND status = 0 AND lease IS NULL AND droplet > waited.droplet)
        FROM waited WHERE waited.droplet IS NOT NULL)
      SELECT droplet FROM waited WHERE droplet IS NOT NULL""";

  private static final String NEXT_DUE =
      IntStream.rangeClosed(1, TaskOptions.LAST_PRIORITY)
          .mapToObj(
              priority ->
                  "SELECT min(due_at) AS at FROM tasks WHERE status = 0 AND lease IS NULL AND"
                      + " priority = "
                      + priority)
          .collect(Collectors.joining(" UNION ALL ", "SELECT min(at) FROM (", ")"));

  /** Steps from lease to lease, without a look at each task they hold. */
  private static final String RUN_OUT =
      """
      WITH RECURSIVE held (lease) AS (
        SELECT min(lease) FROM tasks WHERE lease IS NOT NULL
        UNION ALL
        SELECT (SELECT min(lease) FROM tasks WHERE lease IS NOT NULL AND lease > held.lease)
        FROM held WHERE held.lease IS NOT NULL)
      SELECT lease FROM held WHERE lease IS NOT NULL AND lease <> ?
        AND NOT EXISTS (SELECT 1 FROM leases WHERE id = held.lease AND expires_at > ?)""";

  private static final String HELD =
      "SELECT " + SqlConnection.TASK + " FROM tasks WHERE lease = ? LIMIT ?";
  private static final String GIVE = "UPDATE tasks SET lease = ? WHERE id = ?";

  private final SqlConnection sql;
  private final SqliteLeases leases;

  SqliteClaims(SqlConnection sql, SqliteLeases leases) {
    this.sql = sql;
    this.leases = leases;
  }

  /** Nothing for a lease that has run out: what it took would be taken from it again. */
  ClaimResult claim(long by, int most, long now) throws SQLException {
    if (!leases.isAlive(by, now)) {
      return new ClaimResult.Claimed(List.of(), null);
    }
    List<Task> claimed = new ArrayList<>();
    for (int p = 1; p <= TaskOptions.LAST_PRIORITY && claimed.size() < most; p++) {
      claimed.addAll(
          sql.call(DUE).number(p).number(now).number(most - claimed.size()).list(sql::task));
    }
    give(claimed, by);
    return new ClaimResult.Claimed(claimed, claimed.size() < most ? nextIn(now) : null);
  }

  ClaimResult callUp(Op.CallUp call, long now) throws SQLException {
    if (!leases.isAlive(call.by().value(), now)) {
      return new ClaimResult.Claimed(List.of(), null);
    }
    List<Task> called =
        sql.call(AT_GATE)
            .text(call.droplet())
            .number(TaskCodec.gate(call.line()))
            .number(call.most())
            .list(sql::task);
    give(called, call.by().value());
    return new ClaimResult.Claimed(called, null);
  }

  private @Nullable Duration nextIn(long now) throws SQLException {
    return sql.call(NEXT_DUE)
        .first(
            row -> {
              long at = row.getLong(1);
              return row.wasNull() ? Duration.ofNanos(-1) : Duration.ofNanos(micros(at - now));
            })
        .filter(in -> !in.isNegative())
        .orElse(null);
  }

  private static long micros(long micros) {
    return micros > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : Math.max(0, micros) * 1000;
  }

  ClaimResult rescue(long by, int most, long now) throws SQLException {
    if (!leases.isAlive(by, now)) {
      return new ClaimResult.Claimed(List.of(), null);
    }
    List<Task> rescued = new ArrayList<>();
    for (long lease : sql.call(RUN_OUT).number(by).number(now).list(row -> row.getLong(1))) {
      if (rescued.size() < most) {
        rescued.addAll(sql.call(HELD).number(lease).number(most - rescued.size()).list(sql::task));
      }
    }
    give(rescued, by);
    leases.forgetEmpty(now);
    return new ClaimResult.Claimed(rescued, null);
  }

  ClaimResult holding(long by) throws SQLException {
    return new ClaimResult.Claimed(
        sql.call(HELD).number(by).number(Integer.MAX_VALUE).list(sql::task), null);
  }

  private void give(List<Task> tasks, long by) throws SQLException {
    for (Task task : tasks) {
      sql.call(GIVE).number(by).id(TaskCodec.uuid(task.id())).update();
    }
  }
}
