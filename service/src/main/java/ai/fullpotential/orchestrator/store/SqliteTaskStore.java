package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.store.WriteSession.Trouble;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.time.Pause;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;

/**
 * Tasks in a file of this machine, for one process at a time. What is told as done is on the disk.
 *
 * <p>No lease of an earlier process is alive when this one opens the file, so its tasks can be rescued
 * at once.
 */
public final class SqliteTaskStore extends SqlTaskStore {

  private static final String FIND = "SELECT " + SqlConnection.TASK + " FROM tasks WHERE id = ?";
  private static final String END_LEASES = "UPDATE leases SET expires_at = 0";

  private final DirectoryLock lock;
  private final SqliteReaders readers;
  private final GroupedWriter writer;
  private final Retention retention;
  private final Documents documents;

  private SqliteTaskStore(
      DirectoryLock lock, SqliteFile file, Duration kept, TimeSource time, Pause pause) {
    InstantSource clock = time.anchored();
    this.lock = lock;
    this.readers = new SqliteReaders(file);
    this.writer = new GroupedWriter("sqlite-writer", new Source(file, clock), time, true);
    Writes writes = new Writes(writer);
    this.documents = new SqlDocuments(writes, readers::read);
    this.retention =
        new Retention(
            "sqlite-retention",
            kept,
            clock,
            pause,
            (endedBefore, now) ->
                writes.make(sql -> new SqliteRetention(sql).drop(endedBefore, now)));
  }

  /**
   * Opens the store in this directory, and makes it when there is none.
   *
   * @param kept how long finished tasks are kept
   * @throws StoreInUse when another process has it open
   * @throws IOException when it cannot be opened, with the reason
   */
  public static SqliteTaskStore open(Path directory, Duration kept, TimeSource time, Pause pause)
      throws IOException, StoreInUse {
    DirectoryLock lock = DirectoryLock.on(directory);
    SqliteFile file = new SqliteFile(directory);
    try {
      file.migrate();
      endLeases(file);
      return new SqliteTaskStore(lock, file, kept, time, pause);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void endLeases(SqliteFile file) throws IOException {
    try (SqlConnection sql = file.writer()) {
      sql.call(END_LEASES).update();
      sql.connection().commit();
    } catch (SQLException e) {
      throw new IOException("the store cannot be written: " + e.getMessage(), e);
    }
  }

  /** The documents in the same file, open as long as this store is. */
  public Documents documents() {
    return documents;
  }

  /** Drops what is too old by now. */
  void sweep() throws InterruptedException {
    retention.sweep();
  }

  @Override
  GroupedWriter writer() {
    return writer;
  }

  @Override
  public Optional<Task> find(TaskId id) {
    return TaskCodec.isUuid(id)
        ? readers.read(sql -> sql.call(FIND).id(TaskCodec.uuid(id)).first(sql::task))
        : Optional.empty();
  }

  @Override
  public List<String> waitedFor() {
    return readers.read(sql -> sql.call(SqliteClaims.WAITED_FOR).list(row -> row.getString(1)));
  }

  @Override
  public TaskPage list(TaskQuery query) {
    return readers.read(sql -> new SqlPages(sql).page(query));
  }

  @Override
  public void close() {
    retention.close();
    writer.close();
    readers.close();
    lock.close();
  }

  /** Opens sessions on the file. */
  private final class Source implements WriteSession.Source {

    private final SqliteFile file;
    private final InstantSource clock;

    Source(SqliteFile file, InstantSource clock) {
      this.file = file;
      this.clock = clock;
    }

    @Override
    public WriteSession open() throws SQLException {
      return new SqliteSession(file.writer(), clock, SqliteTaskStore.this::due);
    }

    /** All but what is wrong with the data: whoever is in doubt begins anew. */
    @Override
    public Trouble judge(SQLException e) {
      int primary = e.getErrorCode() & 0xff;
      boolean ofData =
          primary == SQLiteErrorCode.SQLITE_CONSTRAINT.code
              || primary == SQLiteErrorCode.SQLITE_TOOBIG.code
              || primary == SQLiteErrorCode.SQLITE_MISMATCH.code
              || primary == SQLiteErrorCode.SQLITE_RANGE.code;
      return ofData ? Trouble.DATA : Trouble.AWAY;
    }
  }
}
