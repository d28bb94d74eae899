package ai.fullpotential.orchestrator.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** The database file: how connections to it are set up, and its migrations. */
final class SqliteFile {

  /** The newest migration in {@code db/sqlite}. */
  private static final int NEWEST = 3;

  private static final String NAME = "orchestrator.db";
  private static final int BUSY_MILLIS = 1000;
  private static final int WRITER_CACHE_KIB = 32 << 10;
  private static final int READER_CACHE_KIB = 4 << 10;

  /** In pages of 4 KiB: fewer, larger checkpoints leave more of the disk to commits. */
  private static final int CHECKPOINT_PAGES = 8000;

  private final Path file;

  SqliteFile(Path directory) {
    this.file = directory.resolve(NAME);
  }

  /** Makes the file, or brings an older one up to date. */
  void migrate() throws IOException {
    try {
      int version = version();
      if (version > NEWEST) {
        throw new IOException(
            file + " was written by a newer version of this program (" + version + ")");
      }
      if (version < NEWEST) {
        Flyway.configure()
            .dataSource(source(config(READER_CACHE_KIB)))
            .locations("classpath:db/sqlite")
            .load()
            .migrate();
      }
    } catch (SQLException | FlywayException e) {
      throw new IOException(file + " cannot be opened: " + e.getMessage(), e);
    }
  }

  /** The migration that was made last: asked by hand, as Flyway takes longer than all else at start. */
  private int version() throws SQLException {
    try (Connection connection = source(config(READER_CACHE_KIB)).getConnection();
        Statement statement = connection.createStatement()) {
      if (isEmpty(statement)) {
        return 0;
      }
      try (ResultSet row =
          statement.executeQuery(
              "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success = 1")) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  private static boolean isEmpty(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT 1 FROM sqlite_master WHERE name = 'flyway_schema_history'")) {
      return !row.next();
    }
  }

  /** For the one who writes. */
  SqlConnection writer() throws SQLException {
    SQLiteConfig config = config(WRITER_CACHE_KIB);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    return open(config, "PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
  }

  /** For those who read: each transaction sees one moment, and hinders nobody. */
  SqlConnection reader() throws SQLException {
    return open(config(READER_CACHE_KIB), "PRAGMA query_only = 1");
  }

  private SqlConnection open(SQLiteConfig config, String setting) throws SQLException {
    Connection connection = source(config).getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(setting);
      connection.setAutoCommit(false);
      return new SqlConnection(connection, new SqliteIds());
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private SQLiteDataSource source(SQLiteConfig config) {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  private static SQLiteConfig config(int cacheKib) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setTempStore(TempStore.MEMORY);
    config.setCacheSize(-cacheKib);
    return config;
  }
}
