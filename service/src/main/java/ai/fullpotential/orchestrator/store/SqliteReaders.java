package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.StoreUnavailable;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A few connections that read, one transaction at a time each. */
final class SqliteReaders implements AutoCloseable {

  private static final int MOST = 4;
  private static final int PATIENCE_SECONDS = 10;

  private final SqliteFile file;
  private final Semaphore places = new Semaphore(MOST, true);
  private final ConcurrentLinkedDeque<SqlConnection> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  SqliteReaders(SqliteFile file) {
    this.file = file;
  }

  /** Reads all at one moment; a connection that failed is not used again. */
  <R> R read(SqlConnection.Reading<R> reading) {
    try {
      if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw unavailable(new SQLException("too many are reading"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while waiting to read", e);
    }
    try {
      return readOn(reading);
    } catch (SQLException e) {
      throw unavailable(e);
    } finally {
      places.release();
    }
  }

  private <R> R readOn(SqlConnection.Reading<R> reading) throws SQLException {
    if (closed) {
      throw new SQLException("the store is closed");
    }
    SqlConnection known = idle.poll();
    SqlConnection sql = known == null ? file.reader() : known;
    boolean isSound = false;
    try {
      R read = reading.from(sql);
      sql.connection().rollback();
      isSound = true;
      return read;
    } finally {
      if (isSound && !closed) {
        idle.push(sql);
      } else {
        sql.close();
      }
    }
  }

  private static StoreUnavailable unavailable(SQLException e) {
    return new StoreUnavailable("the store cannot be read: " + e.getMessage(), e);
  }

  /** Waits for those who read, then closes all. */
  @Override
  public void close() {
    closed = true;
    places.acquireUninterruptibly(MOST);
    for (SqlConnection sql = idle.poll(); sql != null; sql = idle.poll()) {
      sql.close();
    }
    places.release(MOST);
  }
}
