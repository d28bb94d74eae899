package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.time.SystemTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A kind of store that a service in a test stands on, chosen by {@link OnEveryStore}. */
public enum TestStore {
  MEMORY("memory"),
  SQLITE("SQLite"),
  POSTGRESQL("PostgreSQL");

  private static final Duration KEPT = Duration.ofHours(24);

  /** One for each DATA_DIR, so that a service that is started again finds what it left. */
  private static final Map<Path, String> DATABASES = new ConcurrentHashMap<>();

  private static TestStore current = SQLITE;

  private final String title;

  TestStore(String title) {
    this.title = title;
  }

  /** The one in use: SQLite, as for whoever sets nothing, where a test does not say another. */
  public static TestStore current() {
    return current;
  }

  static void use(TestStore store) {
    current = store;
  }

  /** A fresh, empty one. */
  public Opened open() {
    SystemTime time = new SystemTime();
    try {
      return switch (this) {
        case MEMORY ->
            new Opened(
                OpenStore.of(new StoreSettings.Memory(new HistorySettings(100_000, KEPT)), time),
                null);
        case SQLITE -> {
          Path directory = Files.createTempDirectory("store-test");
          yield new Opened(
              OpenStore.of(new StoreSettings.Sqlite(directory, KEPT), time), directory);
        }
        case POSTGRESQL ->
            new Opened(
                OpenStore.of(
                    new StoreSettings.Postgres(
                        PostgresServer.running().database(), KEPT, Duration.ofDays(1)),
                    time),
                null);
      };
    } catch (IOException | SQLException | StoreInUse e) {
      throw new AssertionError(e);
    }
  }

  /** What a service whose DATA_DIR this is has to be told to use it. */
  public Map<String, String> settings(Path directory) {
    return switch (this) {
      case MEMORY -> Map.of("TASK_STORE", "memory");
      case SQLITE -> Map.of("TASK_STORE", "auto");
      case POSTGRESQL ->
          Map.of(
              "DATABASE_URL",
              DATABASES.computeIfAbsent(directory.toAbsolutePath(), _ -> database()));
    };
  }

  private static String database() {
    try {
      return PostgresServer.running().newDatabase();
    } catch (IOException | SQLException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * An open store, and the directory that goes with it.
   *
   * @param store the store
   * @param directory where it is, or null when it needs none
   */
  public record Opened(OpenStore store, @Nullable Path directory) implements AutoCloseable {
    @Override
    public void close() {
      store.tasks().close();
      if (directory != null) {
        try (Stream<Path> files = Files.list(directory)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
          Files.delete(directory);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  @Override
  public String toString() {
    return title;
  }
}
