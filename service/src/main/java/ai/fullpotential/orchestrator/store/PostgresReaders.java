package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.StoreUnavailable;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** A few connections that read, each transaction all at one moment. */
final class PostgresReaders implements SqlDocuments.Reads, AutoCloseable {

  private static final int MOST = 4;
  private static final int PATIENCE_MILLIS = 1000;
  private static final int VALIDATION_MILLIS = 500;

  private final HikariDataSource pool;

  PostgresReaders(PostgresConnections connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("orchestrator-read");
    config.setJdbcUrl(connections.url().jdbc());
    config.setDataSourceProperties(connections.readers());
    config.setMaximumPoolSize(MOST);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    config.setValidationTimeout(VALIDATION_MILLIS);
    config.setInitializationFailTimeout(-1); // the database may come later
    config.setIsolateInternalQueries(true); // else the first read sees the moment of the set-up
    config.setAutoCommit(false);
    config.setReadOnly(true);
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    config.setConnectionInitSql(PostgresConnections.INDEXES_ONLY);
    this.pool = new HikariDataSource(config);
  }

  @Override
  public <R> R read(SqlConnection.Reading<R> reading) {
    return read(reading, false);
  }

  /** Reads by one statement, which needs no transaction around it: what is asked for again and again. */
  <R> R readAlone(SqlConnection.Reading<R> reading) {
    return read(reading, true);
  }

  /** Once more when the connection had been lost since it was used last. */
  private <R> R read(SqlConnection.Reading<R> reading, boolean alone) {
    try {
      return readOnce(reading, alone);
    } catch (SQLException e) {
      if (!isLost(e)) {
        throw unavailable(e);
      }
    }
    try {
      return readOnce(reading, alone);
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private <R> R readOnce(SqlConnection.Reading<R> reading, boolean alone) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(alone);
      R read = reading.from(new SqlConnection(connection, PostgresConnections.IDS));
      if (!alone) {
        connection.commit();
      }
      return read;
    }
  }

  private static boolean isLost(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  private static StoreUnavailable unavailable(SQLException e) {
    return new StoreUnavailable("the store cannot be read: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    pool.close();
  }
}
