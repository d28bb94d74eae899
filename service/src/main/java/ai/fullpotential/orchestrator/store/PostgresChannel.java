package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.event.Channel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Texts between nodes by NOTIFY, which nothing keeps: what is sent while the database is away is lost.
 * It has connections of its own, so that nobody's task waits for it.
 */
public final class PostgresChannel implements Channel {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresChannel.class);
  private static final String CHANNEL = PostgresListener.channel("orchestrator_events");
  private static final int MAX_WAITING = 1000;
  private static final String END = "";
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);
  private static final long BETWEEN_TRIES_MILLIS = 1000;

  private final PostgresConnections connections;
  private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private @Nullable PostgresListener listener;
  private @Nullable Thread sender;

  PostgresChannel(PostgresConnections connections) {
    this.connections = connections;
  }

  @Override
  public synchronized void start(Listener told) {
    sender = Thread.ofVirtual().name("postgres-notify").start(this::sendAll);
    listener =
        new PostgresListener(
            connections, CHANNEL, told::opened, texts -> texts.forEach(told::heard));
  }

  @Override
  public void send(String ascii) {
    if (!waiting.offer(ascii)) {
      LOG.debug("too much to tell other nodes; some is left out");
    }
  }

  private void sendAll() {
    try {
      for (String first = waiting.take(); !first.equals(END); first = waiting.take()) {
        try (Connection connection = connections.writer()) {
          sendOver(connection, first);
        } catch (SQLException e) {
          LOG.debug("other nodes are not told: {}", e.getMessage());
          waiting.clear();
          TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** For as long as the connection lasts. */
  private void sendOver(Connection connection, String first)
      throws SQLException, InterruptedException {
    List<String> texts = new ArrayList<>(List.of(first));
    try (PreparedStatement notify =
        connection.prepareStatement("SELECT pg_notify(" + CHANNEL + ", ?)")) {
      do {
        waiting.drainTo(texts);
        boolean last = texts.remove(END);
        for (String text : texts) {
          notify.setString(1, text);
          notify.execute();
        }
        connection.commit();
        texts.clear();
        texts.add(last ? END : waiting.take());
      } while (!texts.contains(END));
      waiting.add(END); // for whoever opens connections
    }
  }

  /** What was said last may be what matters, but nobody waits for it for long. */
  private void end(Thread sending) {
    try {
      if (!waiting.offer(END) || !sending.join(LAST_WORDS)) {
        sending.interrupt();
      }
    } catch (InterruptedException e) {
      sending.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    if (sender != null) {
      end(sender);
    }
    if (listener != null) {
      listener.close();
    }
  }
}
