package ai.fullpotential.orchestrator.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from other nodes that tasks are due. Only ever a hint: what is missed while the connection is
 * away is found when somebody looks anyway.
 */
final class PostgresListener implements AutoCloseable {

  /** What is notified; the payload is the name of the node that wrote. */
  static final String CHANNEL = "orchestrator_due";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresListener.class);
  private static final int WAIT_MILLIS = 30_000;
  private static final long BETWEEN_TRIES_MILLIS = 1000;

  private final PostgresConnections connections;
  private final String node;
  private final Runnable due;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Connection open;

  /**
   * Begins to listen.
   *
   * @param node whose own word is not heard
   * @param due is told that tasks may be due
   */
  PostgresListener(PostgresConnections connections, String node, Runnable due) {
    this.connections = connections;
    this.node = node;
    this.due = due;
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
        statement.execute("LISTEN " + CHANNEL);
      }
      due.run();
      PGConnection events = connection.unwrap(PGConnection.class);
      while (end.getCount() > 0) {
        hear(connection, events.getNotifications(WAIT_MILLIS));
      }
    } catch (SQLException e) {
      LOG.debug("not listening to other nodes: {}", e.getMessage());
    } finally {
      open = null;
    }
  }

  private void hear(Connection connection, PGNotification @Nullable [] heard) throws SQLException {
    if (heard == null || heard.length == 0) {
      // A connection that a router has forgotten looks like a quiet one until it is used.
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1");
      }
      return;
    }
    for (PGNotification each : heard) {
      if (!node.equals(each.getParameter())) {
        due.run();
        return;
      }
    }
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
