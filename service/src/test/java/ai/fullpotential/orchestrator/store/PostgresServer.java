package ai.fullpotential.orchestrator.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server for all tests of this JVM, which commits as a server does that must lose
 * nothing. It can be stopped, and started again with the same data at the same port.
 */
public final class PostgresServer {

  private static final List<String> SCRIPTS =
      List.of("V1__tasks.sql", "V2__revision.sql", "V3__gates.sql");
  private static final String MIGRATED = "migrated";
  private static final String HISTORY = "flyway_schema_history";
  private static @Nullable PostgresServer only;

  private final AtomicInteger schemas = new AtomicInteger();
  private final Path data;
  private final int port;
  private @Nullable EmbeddedPostgres server;

  private PostgresServer() throws IOException, SQLException {
    data = Files.createTempDirectory("postgres-test");
    EmbeddedPostgres first = begin(0);
    server = first;
    port = first.getPort();
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
    Flyway.configure()
        .dataSource("jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "postgres")
        .schemas(MIGRATED)
        .locations("classpath:db/postgresql")
        .load()
        .migrate();
  }

  /** The server, running. */
  public static synchronized PostgresServer running() throws IOException, SQLException {
    PostgresServer known = only;
    if (known == null) {
      known = new PostgresServer();
      only = known;
    }
    known.start();
    return known;
  }

  /** A place in the database with empty tables. */
  DatabaseUrl database() throws IOException, SQLException {
    DatabaseUrl url = emptyDatabase();
    for (String script : SCRIPTS) {
      execute(url, read(script));
    }
    String kept = MIGRATED + "." + HISTORY;
    execute(url, "CREATE TABLE " + HISTORY + " (LIKE " + kept + " INCLUDING ALL)");
    execute(url, "INSERT INTO " + HISTORY + " SELECT * FROM " + kept);
    return url;
  }

  private static String read(String script) throws IOException {
    try (InputStream in = PostgresServer.class.getResourceAsStream("/db/postgresql/" + script)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A place in the database without any tables. */
  DatabaseUrl emptyDatabase() throws SQLException {
    String schema = "test" + schemas.incrementAndGet();
    execute(url("public"), "CREATE SCHEMA " + schema);
    return url(schema);
  }

  /** A place without any tables, as {@code DATABASE_URL} names it. */
  public String newDatabase() throws SQLException {
    String schema = "test" + schemas.incrementAndGet();
    execute(url("public"), "CREATE SCHEMA " + schema);
    return text(schema);
  }

  private DatabaseUrl url(String schema) {
    return DatabaseUrl.parse(text(schema));
  }

  private String text(String schema) {
    return "postgresql://postgres:postgres@localhost:"
        + port
        + "/postgres?options=-csearch_path%3D"
        + schema;
  }

  /** Runs a statement on a database of this server. */
  static void execute(DatabaseUrl url, String sql) throws SQLException {
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Makes all that is dated in a database older, as if so much time had gone by. */
  static void age(DatabaseUrl url, Duration gone) throws SQLException {
    long micros = gone.toNanos() / 1000;
    execute(url, "UPDATE leases SET expires_at = expires_at - " + micros);
    execute(url, "UPDATE idempotency SET expires_at = expires_at - " + micros);
    execute(
        url, "UPDATE tasks SET due_at = due_at - " + micros + ", ended_at = ended_at - " + micros);
  }

  /** A plain connection. */
  static Connection connect(DatabaseUrl url) throws SQLException {
    return DriverManager.getConnection(url.jdbc(), url.properties());
  }

  /** Starts it if it is stopped. */
  public synchronized void start() throws IOException {
    if (server == null) {
      server = begin(port);
    }
  }

  /** Stops it as if its machine had lost power; all its connections break. */
  public synchronized void stop() throws IOException {
    EmbeddedPostgres stopping = server;
    if (stopping != null) {
      server = null;
      String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
      Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
      new ProcessBuilder("kill", "-QUIT", pid).start().onExit().join();
      process.ifPresent(running -> running.onExit().join());
      stopping.close(); // lets go of the directory
    }
  }

  private EmbeddedPostgres begin(int at) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPort(at)
        .setPGStartupWait(Duration.ofSeconds(60))
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("max_connections", "100")
        .setServerConfig("shared_preload_libraries", "pg_stat_statements")
        .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
        .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void remove() {
    try {
      stop();
      try (Stream<Path> files = Files.walk(data)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
