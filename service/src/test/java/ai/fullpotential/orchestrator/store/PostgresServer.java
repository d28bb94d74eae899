package ai.fullpotential.orchestrator.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server for all tests of this JVM, which commits as a server does that must lose
 * nothing. It can be stopped, and started again with the same data at the same port.
 */
public final class PostgresServer {

  private static final String MIGRATED = "migrated";
  private static @Nullable PostgresServer only;

  private final AtomicInteger databases = new AtomicInteger();
  private final Path data;
  private final int port;
  private @Nullable EmbeddedPostgres server;

  private PostgresServer() throws IOException, SQLException {
    data = Files.createTempDirectory("postgres-test");
    EmbeddedPostgres first = begin(0);
    server = first;
    port = first.getPort();
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
    execute("postgres", "CREATE DATABASE " + MIGRATED);
    Flyway.configure()
        .dataSource(jdbc(MIGRATED), "postgres", "postgres")
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

  /** A new database with empty tables. */
  DatabaseUrl database() throws SQLException {
    return database(MIGRATED);
  }

  /** A new database without any tables. */
  DatabaseUrl emptyDatabase() throws SQLException {
    return database("template0");
  }

  /** A new database without any tables, as {@code DATABASE_URL} names it. */
  public String newDatabase() throws SQLException {
    return text(create("template0"));
  }

  private DatabaseUrl database(String template) throws SQLException {
    return url(create(template));
  }

  private String create(String template) throws SQLException {
    String name = "test" + databases.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name + " TEMPLATE " + template);
    return name;
  }

  private DatabaseUrl url(String name) {
    return DatabaseUrl.parse(text(name));
  }

  private String text(String name) {
    return "postgresql://postgres:postgres@localhost:" + port + "/" + name;
  }

  /** Runs a statement on a database of this server. */
  static void execute(DatabaseUrl url, String sql) throws SQLException {
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A plain connection. */
  static Connection connect(DatabaseUrl url) throws SQLException {
    return DriverManager.getConnection(url.jdbc(), url.properties());
  }

  private void execute(String database, String sql) throws SQLException {
    execute(url(database), sql);
  }

  private String jdbc(String database) {
    return "jdbc:postgresql://localhost:" + port + "/" + database;
  }

  /** Starts it if it is stopped. */
  public synchronized void start() throws IOException {
    if (server == null) {
      server = begin(port);
    }
  }

  /** Stops it; all its connections break. */
  public synchronized void stop() throws IOException {
    EmbeddedPostgres running = server;
    server = null;
    if (running != null) {
      running.close();
    }
  }

  private EmbeddedPostgres begin(int at) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPort(at)
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
