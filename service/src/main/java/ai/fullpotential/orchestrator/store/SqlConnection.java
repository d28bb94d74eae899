package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.store.SqlCall.Ids;
import ai.fullpotential.orchestrator.task.Task;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection with the statements it has prepared. For one thread at a time. */
final class SqlConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SqlConnection.class);

  /** The columns that {@link #row} reads, in this order. */
  static final String TASK =
      "id, droplet, priority, created_at, spec, payload, meta, status, due_at, ended_at, progress,"
          + " result";

  private final Connection connection;
  private final Ids ids;
  private final Map<String, SqlCall> prepared = new HashMap<>();

  /** What is read within one transaction. */
  @FunctionalInterface
  interface Reading<R> {
    R from(SqlConnection sql) throws SQLException;
  }

  SqlConnection(Connection connection, Ids ids) {
    this.connection = connection;
    this.ids = ids;
  }

  Connection connection() {
    return connection;
  }

  /** The statement, prepared once. */
  SqlCall call(String sql) throws SQLException {
    SqlCall known = prepared.get(sql);
    if (known == null) {
      known = new SqlCall(connection.prepareStatement(sql), ids);
      prepared.put(sql, known);
    }
    return known.again();
  }

  /** The task in a row of the columns {@link #TASK}. */
  Task task(ResultSet row) throws SQLException {
    return TaskCodec.task(row(row));
  }

  TaskRow row(ResultSet row) throws SQLException {
    UUID id = ids.get(row, 1);
    TaskRow.Request request =
        new TaskRow.Request(
            row.getString(2),
            row.getInt(3),
            row.getLong(4),
            Json.kept(row.getBytes(5)),
            TaskCodec.kept(row.getBytes(6)),
            TaskCodec.kept(row.getBytes(7)));
    TaskRow.Progress progress =
        new TaskRow.Progress(
            row.getInt(8),
            number(row, 9),
            number(row, 10),
            Json.kept(row.getBytes(11)),
            TaskCodec.kept(row.getBytes(12)));
    return new TaskRow(id, request, progress);
  }

  private static @Nullable Long number(ResultSet row, int column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : (Long) number;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("could not close a connection", e);
    }
  }
}
