package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskStore.ClaimResult;
import ai.fullpotential.orchestrator.task.TaskStore.TakeResult;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives tasks to leases: those that are due, one that is asked for, and those of leases that have run
 * out. Nothing for a lease that has itself run out: what it took would be taken from it again.
 *
 * <p>A node of a version that knows no revisions leaves that of the record it replaced: whoever is given
 * the task next could not save it. So it is set right then.
 */
final class PostgresClaims {

  private static final String TASK = columns();

  private static final String ALIVE =
      "EXISTS (SELECT 1 FROM leases WHERE id = ? AND expires_at > " + PostgresConnections.NOW + ")";

  /** Each priority is one range of an index, however many tasks wait; the next only when needed. */
  private static final String CLAIM =
      """
      WITH due AS MATERIALIZED (
        SELECT t.id, t.due_at FROM generate_series(1, LAST) AS p (priority)
        CROSS JOIN LATERAL (
          SELECT id, due_at FROM tasks WHERE priority = p.priority
            AND due_at <= NOW
          ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED) AS t
        WHERE ALIVE LIMIT ?)
      UPDATE tasks SET lease = ?, due_at = NULL FROM due WHERE tasks.id = due.id
      RETURNING TASK, due.due_at"""
          .replace("NOW", PostgresConnections.STABLE_NOW)
          .replace("LAST", String.valueOf(TaskOptions.LAST_PRIORITY))
          .replace("ALIVE", ALIVE)
          .replace("TASK", TASK);

  private static final String CALL_UP =
      """
      WITH up AS MATERIALIZED (
        SELECT id FROM tasks WHERE at_gate > 0 AND due_at IS NOT NULL AND droplet = ?
          AND at_gate = ? AND ALIVE
        ORDER BY priority, id LIMIT ? FOR UPDATE SKIP LOCKED)
      UPDATE tasks SET lease = ?, due_at = NULL FROM up WHERE tasks.id = up.id RETURNING TASK"""
          .replace("ALIVE", ALIVE)
          .replace("TASK", TASK);

  /** Steps from droplet to droplet, without a look at each task. */
  static final String WAITED_FOR =
      """
      WITH RECURSIVE waited (droplet) AS (
        (SELECT droplet FROM tasks WHERE at_gate > 0 AND due_at IS NOT NULL
          ORDER BY droplet LIMIT 1)
        UNION ALL
        SELECT (SELECT droplet FROM tasks
          WHERE at_gate > 0 AND due_at IS NOT NULL AND droplet > waited.droplet
          ORDER BY droplet LIMIT 1)
        FROM waited WHERE waited.droplet IS NOT NULL)
      SELECT droplet FROM waited WHERE droplet IS NOT NULL""";

  private static final String NEXT_DUE =
      """
      SELECT min(t.due_at) - NOW FROM generate_series(1, LAST) AS p (priority)
      CROSS JOIN LATERAL (
        SELECT due_at FROM tasks WHERE priority = p.priority AND due_at IS NOT NULL
        ORDER BY due_at LIMIT 1) AS t"""
          .replace("NOW", PostgresConnections.NOW)
          .replace("LAST", String.valueOf(TaskOptions.LAST_PRIORITY));

  /** Steps from lease to lease, without a look at each task they hold. */
  private static final String RESCUE =
      """
      WITH RECURSIVE held (lease) AS (
        (SELECT lease FROM tasks WHERE lease IS NOT NULL ORDER BY lease LIMIT 1)
        UNION ALL
        SELECT (SELECT lease FROM tasks WHERE lease > held.lease ORDER BY lease LIMIT 1)
        FROM held WHERE held.lease IS NOT NULL),
      lost AS MATERIALIZED (
        SELECT t.id FROM held CROSS JOIN LATERAL (
          SELECT id FROM tasks WHERE lease = held.lease LIMIT ? FOR UPDATE SKIP LOCKED) AS t
        WHERE held.lease <> ? AND NOT EXISTS (SELECT 1 FROM leases WHERE id = held.lease) AND ALIVE
        LIMIT ?)
      UPDATE tasks SET lease = ? FROM lost WHERE tasks.id = lost.id RETURNING TASK"""
          .replace("ALIVE", ALIVE)
          .replace("TASK", TASK);

  private static final String HOLDING =
      "SELECT " + SqlConnection.TASK + " FROM tasks WHERE lease = ?";
  private static final String FREE =
      "UPDATE tasks SET lease = ?, due_at = NULL WHERE id = ? AND ended_at IS NULL AND lease IS NULL"
          + " RETURNING "
          + TASK;
  private static final String FIND =
      "SELECT " + SqlConnection.TASK + ", lease FROM tasks WHERE id = ?";
  private static final String GONE =
      """
      UPDATE tasks SET lease = ? WHERE id = ? AND ended_at IS NULL AND lease = ?
        AND NOT EXISTS (SELECT 1 FROM leases WHERE id = tasks.lease)
      RETURNING"""
          + " "
          + TASK;
  private static final String REVISE = "UPDATE tasks SET revision = ? WHERE id = ?";
  private static final int EXTRA_COLUMN = 13;

  private record Given(Task task, long revision) {}

  private record Due(Given given, long at) {

    private static final Comparator<Due> ORDER =
        Comparator.<Due>comparingInt(due -> due.given().task().spec().options().priority())
            .thenComparingLong(Due::at);
  }

  private record Found(Task task, @Nullable Long lease) {}

  private final SqlConnection sql;
  private final PostgresLeases leases;

  PostgresClaims(SqlConnection sql, PostgresLeases leases) {
    this.sql = sql;
    this.leases = leases;
  }

  private static String columns() {
    return "tasks." + SqlConnection.TASK.replace(", ", ", tasks.") + ", tasks.revision";
  }

  private Given given(ResultSet row) throws SQLException {
    return new Given(sql.task(row), row.getLong(EXTRA_COLUMN));
  }

  private List<Task> revised(List<Given> all) throws SQLException {
    List<Task> tasks = new ArrayList<>(all.size());
    for (Given given : all) {
      tasks.add(revised(given));
    }
    return tasks;
  }

  private Task revised(Given given) throws SQLException {
    long revision = Revision.of(given.task());
    if (given.revision() != 0 && given.revision() != revision) {
      sql.call(REVISE).number(revision).id(TaskCodec.uuid(given.task().id())).update();
    }
    return given.task();
  }

  ClaimResult claim(long by, int most) throws SQLException {
    List<Due> claimed =
        new ArrayList<>(
            sql.call(CLAIM)
                .number(most)
                .number(by)
                .number(most)
                .number(by)
                .list(row -> new Due(given(row), row.getLong(EXTRA_COLUMN + 1))));
    claimed.sort(Due.ORDER);
    return new ClaimResult.Claimed(
        revised(claimed.stream().map(Due::given).toList()),
        claimed.size() < most ? nextIn() : null);
  }

  ClaimResult callUp(Op.CallUp call) throws SQLException {
    List<Task> called =
        new ArrayList<>(
            revised(
                sql.call(CALL_UP)
                    .text(call.droplet())
                    .number(TaskCodec.gate(call.line()))
                    .number(call.by().value())
                    .number(call.most())
                    .number(call.by().value())
                    .list(this::given)));
    called.sort(
        Comparator.<Task>comparingInt(task -> task.spec().options().priority())
            .thenComparing(task -> task.id().value()));
    return new ClaimResult.Claimed(called, null);
  }

  private @Nullable Duration nextIn() throws SQLException {
    return sql.call(NEXT_DUE)
        .first(row -> Optional.ofNullable(number(row, 1)))
        .flatMap(micros -> micros)
        .map(PostgresClaims::micros)
        .orElse(null);
  }

  private static Duration micros(long micros) {
    return micros > Long.MAX_VALUE / 1000
        ? Duration.ofNanos(Long.MAX_VALUE)
        : Duration.ofNanos(Math.max(0, micros) * 1000);
  }

  ClaimResult rescue(long by, int most) throws SQLException {
    leases.endThoseRunOut();
    return new ClaimResult.Claimed(
        revised(
            sql.call(RESCUE)
                .number(most)
                .number(by)
                .number(by)
                .number(most)
                .number(by)
                .list(this::given)),
        null);
  }

  ClaimResult holding(long by) throws SQLException {
    return new ClaimResult.Claimed(sql.call(HOLDING).number(by).list(sql::task), null);
  }

  TakeResult take(Op.Take take) throws SQLException {
    Optional<Given> taken =
        sql.call(FREE).number(take.by().value()).id(take.id()).first(this::given);
    if (taken.isPresent()) {
      return new TakeResult.Taken(revised(taken.get()));
    }
    Optional<Found> found =
        sql.call(FIND)
            .id(take.id())
            .first(row -> new Found(sql.task(row), number(row, EXTRA_COLUMN)));
    if (found.isEmpty()) {
      return new TakeResult.Missing();
    }
    Task task = found.get().task();
    if (task.finished().isPresent()) {
      return new TakeResult.Ended(task);
    }
    Long lease = found.get().lease();
    Optional<Given> left = lease == null ? Optional.empty() : takeFrom(lease, take);
    return left.isPresent() ? new TakeResult.Taken(revised(left.get())) : new TakeResult.Held(task);
  }

  private Optional<Given> takeFrom(long lease, Op.Take take) throws SQLException {
    leases.endIfRunOut(lease);
    return sql.call(GONE).number(take.by().value()).id(take.id()).number(lease).first(this::given);
  }

  private static @Nullable Long number(ResultSet row, int column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : (Long) number;
  }
}
