package ai.fullpotential.orchestrator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Opens the writer's sessions. The first one that reaches the database brings its tables up to date. */
final class PostgresSource implements WriteSession.Source {

  /** The newest migration in {@code db/postgresql}. */
  static final int NEWEST = 3;

  private static final int SHARDS = 16;
  private static final String HISTORY = "flyway_schema_history";

  private final PostgresConnections connections;
  private final String node;
  private final Runnable due;
  private final int shard = ThreadLocalRandom.current().nextInt(SHARDS);
  private final CountDownLatch tried = new CountDownLatch(1);
  private boolean migrated;

  PostgresSource(PostgresConnections connections, String node, Runnable due) {
    this.connections = connections;
    this.node = node;
    this.due = due;
  }

  @Override
  public WriteSession open() throws SQLException {
    try {
      return session(connections.writer());
    } finally {
      tried.countDown();
    }
  }

  /** The same database by connections for renewals. */
  WriteSession.Source renewals() {
    return new WriteSession.Source() {
      @Override
      public WriteSession open() throws SQLException {
        return session(connections.renewer());
      }

      @Override
      public WriteSession.Trouble judge(SQLException e) {
        return PostgresSource.this.judge(e);
      }
    };
  }

  private WriteSession session(Connection connection) throws SQLException {
    try {
      migrate(connection);
      return new PostgresSession(connection, shard, node, due);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Waits until the first session was tried to open, so long at most. */
  void awaitFirst(Duration patience) {
    try {
      if (!tried.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tallies for a transaction that drops tasks. */
  PostgresTallies tallies(SqlConnection sql) {
    return new PostgresTallies(sql, shard, node);
  }

  private synchronized void migrate(Connection connection) throws SQLException {
    if (migrated) {
      return;
    }
    if (isBehind(connection)) {
      lock(connection, "SELECT pg_advisory_lock(hashtext(?))");
      try {
        if (isBehind(connection)) {
          makeTables();
        }
      } finally {
        lock(connection, "SELECT pg_advisory_unlock(hashtext(?))");
      }
    }
    migrated = true;
  }

  private static boolean isBehind(Connection connection) throws SQLException {
    int version = version(connection);
    if (version > NEWEST) {
      throw new SQLException(
          "the database was written by a newer version of this program (" + version + ")");
    }
    return version < NEWEST;
  }

  /** One node at a time: what makes the tables does not bear another beginning at the same moment. */
  private static void lock(Connection connection, String statement) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(statement)) {
      lock.setString(1, HISTORY);
      lock.execute();
    }
  }

  private void makeTables() throws SQLException {
    try {
      Properties properties = connections.properties("orchestrator-migrate");
      Flyway.configure()
          .dataSource(connections.url().jdbc(), null, null)
          .jdbcProperties(
              properties.stringPropertyNames().stream()
                  .collect(Collectors.toMap(name -> name, properties::getProperty)))
          .locations("classpath:db/postgresql")
          .table(HISTORY)
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new SQLException("the tables cannot be made: " + e.getMessage(), e);
    }
  }

  /** Asked by hand, as a migration tool takes longer for it than all else at start. */
  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!exists(statement)) {
        return 0;
      }
      try (ResultSet row =
          statement.executeQuery(
              "SELECT max(version::int) FROM "
                  + HISTORY
                  + " WHERE success AND version ~ '^[0-9]+$'")) {
        return row.next() ? row.getInt(1) : 0;
      }
    } finally {
      connection.rollback();
    }
  }

  private static boolean exists(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT to_regclass('" + HISTORY + "')")) {
      return row.next() && row.getString(1) != null;
    }
  }

  /** By the class of its SQLSTATE (PostgreSQL's manual, appendix A). */
  @Override
  public WriteSession.Trouble judge(SQLException e) {
    @Nullable String state = e.getSQLState();
    if (state == null || state.length() != 5) {
      return WriteSession.Trouble.AWAY;
    }
    return switch (state.substring(0, 2)) {
      case "40" -> WriteSession.Trouble.CONFLICT;
      case "55" ->
          state.equals("55P03") ? WriteSession.Trouble.CONFLICT : WriteSession.Trouble.AWAY;
      case "21", "22", "23", "54" -> WriteSession.Trouble.DATA;
      default -> WriteSession.Trouble.AWAY;
    };
  }
}
