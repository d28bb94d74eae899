package ai.fullpotential.orchestrator.reliability;

import ai.fullpotential.orchestrator.store.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A new database of a real PostgreSQL server, which a run may stop and start. */
final class Database {

  private final PostgresServer server;
  private final String url;

  Database() {
    try {
      server = PostgresServer.running();
      url = server.newDatabase();
    } catch (IOException | SQLException e) {
      throw new IllegalStateException("no PostgreSQL", e);
    }
  }

  /** What {@code DATABASE_URL} says. */
  String url() {
    return url;
  }

  void start() throws IOException {
    server.start();
  }

  void stop() throws IOException {
    server.stop();
  }

  /** The only number that a query gives. */
  long number(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    URI place = URI.create(url);
    String[] user = place.getUserInfo().split(":", 2);
    return DriverManager.getConnection(
        "jdbc:postgresql://" + place.getHost() + ":" + place.getPort() + place.getPath(),
        user[0],
        user[1]);
  }
}
