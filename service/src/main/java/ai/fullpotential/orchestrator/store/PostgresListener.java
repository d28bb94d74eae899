package ai.fullpotential.orchestrator.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what is notified on one channel, as long as its connection lasts; what comes meanwhile is lost. */
final class PostgresListener implements AutoCloseable {

  /** The names of channels belong to a whole database, in which each schema may have a cluster. */
  static String channel(String name) {
    return "'" + name + "_' || to_hex(hashtext(coalesce(current_schema(), '')))";
  }

  private static final Logger LOG = LoggerFactory.getLogger(PostgresListener.class);
  private static final int WAIT_MILLIS = 30_000;
  private static final long BETWEEN_TRIES_MILLIS = 1000;

  private final PostgresConnections connections;
  private final String channel;
  private final Runnable opened;
  private final Consumer<List<String>> heard;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Connection open;

  /**
   * Begins to listen.
   *
   * @param channel the expression of its name, as {@link #channel} makes it
   * @param opened is run each time a connection begins to listen
   * @param heard is given what came, in order
   */
  PostgresListener(
      PostgresConnections connections,
      String channel,
      Runnable opened,
      Consumer<List<String>> heard) {
    this.connections = connections;
    this.channel = channel;
    this.opened = opened;
    this.heard = heard;
    this.thread = Thread.ofVirtual().name("postgres-listen").start(this::run);
  }

  private void run() {
    try {
      do {
        listen();
      } while (!end.await(BETWEEN_TRIES_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() {
    try (Connection connection = connections.patient()) {
      open = connection;
      try (Statement statement = connection.createStatement()) {
        statement.execute("LISTEN " + name(statement));
      }
      opened.run();
      PGConnection events = connection.unwrap(PGConnection.class);
      while (end.getCount() > 0) {
        hear(connection, events.getNotifications(WAIT_MILLIS));
      }
    } catch (SQLException e) {
      LOG.debug("not listening to other nodes: {}", e.getMessage());
    } catch (RuntimeException bug) {
      LOG.error("what other nodes said was not taken", bug);
    } finally {
      open = null;
    }
  }

  private String name(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT " + channel)) {
      row.next();
      return row.getString(1);
    }
  }

  private void hear(Connection connection, PGNotification @Nullable [] came) throws SQLException {
    if (came == null || came.length == 0) {
      // A connection that a router has forgotten looks like a quiet one until it is used.
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1");
      }
      return;
    }
    heard.accept(Arrays.stream(came).map(PGNotification::getParameter).toList());
  }

  @Override
  public void close() {
    end.countDown();
    Connection connection = open;
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("could not end listening", e);
      }
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
