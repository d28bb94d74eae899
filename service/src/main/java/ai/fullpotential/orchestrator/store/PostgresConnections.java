package ai.fullpotential.orchestrator.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.UUID;
import org.postgresql.Driver;

/** Opens connections to one database, each set up for what it is used for. */
final class PostgresConnections {

  /** Ids are of type uuid. */
  static final SqlCall.Ids IDS =
      new SqlCall.Ids() {
        @Override
        public void set(java.sql.PreparedStatement statement, int parameter, UUID id)
            throws SQLException {
          statement.setObject(parameter, id);
        }

        @Override
        public UUID get(ResultSet row, int column) throws SQLException {
          return row.getObject(column, UUID.class);
        }
      };

  /** The database's clock in microseconds; what is said of time in a cluster is said by it. */
  static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

  /** The same, but one moment for a whole statement, so that an index can be searched for it. */
  static final String STABLE_NOW = "(extract(epoch FROM statement_timestamp()) * 1000000)::bigint";

  /**
   * Every statement walks indexes. A plan made while the tables were small, or looked small, must not
   * be kept as they grow; so no other plan is offered.
   */
  static final String INDEXES_ONLY =
      """
      SELECT set_config(name, 'off', false) FROM pg_settings
      WHERE name IN ('enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'enable_bitmapscan')""";

  /** An acknowledged task is on disk, whatever the database's default is. */
  private static final String DURABLE =
      """
      SELECT set_config('synchronous_commit', 'on', false)
      WHERE current_setting('synchronous_commit') = 'off'""";

  /** What a node that was cut off has locked must not stop the others for long. */
  private static final String SHORT_LOCKS =
      """
      SELECT set_config(name, '3000', false) FROM pg_settings
      WHERE name IN ('lock_timeout', 'idle_in_transaction_session_timeout')""";

  private final DatabaseUrl url;

  PostgresConnections(DatabaseUrl url) {
    this.url = url;
  }

  DatabaseUrl url() {
    return url;
  }

  /** For the writer: gives up within a second, and after ten when an answer does not come. */
  Connection writer() throws SQLException {
    Properties properties = properties("orchestrator");
    properties.setProperty("prepareThreshold", "1");
    properties.setProperty("socketTimeout", "10");
    Connection connection = open(properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute(INDEXES_ONLY);
      statement.execute(DURABLE);
      statement.execute(SHORT_LOCKS);
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * For the renewals of a lease, which must not wait for other writes, nor for a slow disk: one that
   * a crash of the database undoes is made again, or the lease is found lost.
   */
  Connection renewer() throws SQLException {
    Connection connection = writer();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = off");
      connection.commit();
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** For a pool of readers: each statement is planned for its own parameters. */
  Properties readers() {
    Properties properties = properties("orchestrator-read");
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("socketTimeout", "10");
    return properties;
  }

  /** For what takes long, or waits. */
  Connection patient() throws SQLException {
    return open(properties("orchestrator-listen"));
  }

  private Connection open(Properties properties) throws SQLException {
    Connection connection = new Driver().connect(url.jdbc(), properties);
    if (connection == null) {
      throw new SQLException("the driver does not know " + url);
    }
    return connection;
  }

  /** What all connections have in common. */
  Properties properties(String application) {
    Properties properties = url.properties();
    properties.putIfAbsent("ApplicationName", application);
    properties.setProperty("connectTimeout", "1");
    properties.setProperty("loginTimeout", "2");
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }
}
