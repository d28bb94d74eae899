package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a store asks of its database for each filter of a list, for claims, rescues and retention, and
 * how the database goes about it: {@code QueryPlans DIRECTORY} for a file that {@code StoreGrowth} has
 * filled, {@code QueryPlans FINISHED WAITING} for a PostgreSQL with so many tasks.
 */
final class QueryPlans {

  private static final String SQLITE = "EXPLAIN QUERY PLAN";
  private static final int SQLITE_COLUMN = 4;
  private static final Pattern OF_NO_INTEREST =
      Pattern.compile(" *(Planning.*|Heap Fetches.*|Index Searches.*|Storage.*|Batches.*)");

  private final Connection connection;
  private final SqlCall.Ids ids;
  private final String explain;
  private final int column;

  private QueryPlans(Connection connection, SqlCall.Ids ids, String explain, int column) {
    this.connection = connection;
    this.ids = ids;
    this.explain = explain;
    this.column = column;
  }

  /** Something a store does. */
  @FunctionalInterface
  interface Work {
    void on(SqlConnection sql) throws SQLException;
  }

  /** A statement and the lines of its plan. */
  record Plan(String sql, List<String> lines) {}

  /** Prints all. */
  public static void main(String[] args) throws Exception {
    if (args.length == 1) {
      try (SqlConnection sql = new SqliteFile(Path.of(args[0])).writer()) {
        print(sqlite(sql.connection()));
      }
    } else {
      DatabaseUrl url = PostgresServer.running().database();
      PostgresGrowth.fill(url, Integer.parseInt(args[0]), Integer.parseInt(args[1]));
      PostgresServer.execute(url, "VACUUM ANALYZE");
      try (Connection connection = new PostgresConnections(url).writer()) {
        print(postgres(connection, "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF)"));
      }
    }
  }

  /** Each statement once, where it first comes. */
  private static void print(Map<String, List<Plan>> all) {
    Set<String> printed = new HashSet<>();
    all.forEach(
        (title, plans) -> {
          System.out.println("### " + title + "\n\n```");
          if (plans.stream().allMatch(plan -> printed.contains(plan.sql()))) {
            System.out.println("nothing but what stands above");
          }
          for (Plan plan : plans) {
            if (printed.add(plan.sql())) {
              System.out.println(shortened(plan.sql()));
              plan.lines().stream()
                  .filter(line -> !OF_NO_INTEREST.matcher(line).matches())
                  .forEach(line -> System.out.println("    " + shortened(line)));
            }
          }
          System.out.println("```\n");
        });
  }

  private static String shortened(String sql) {
    return sql.stripTrailing()
        .replace(SqlConnection.TASK, "…")
        .replace("tasks." + SqlConnection.TASK.replace(", ", ", tasks."), "…")
        .replaceAll("\\((\\?, ){9,}\\?\\)", "(?, …)")
        .replaceAll("'\\{([^,]*),[^}]*\\}'", "'{$1, …}'");
  }

  /** The plans of SQLite. */
  static Map<String, List<Plan>> sqlite(Connection connection) throws SQLException {
    SqlConnection plain = new SqlConnection(connection, new SqliteIds());
    new SqliteLeases(plain).join("plans", Duration.ofDays(1), now());
    long lease = newestLease(plain);
    Map<String, Work> works = pages("nightly");
    works.put(
        "claim", sql -> new SqliteClaims(sql, new SqliteLeases(sql)).claim(lease, 100, now()));
    works.put(
        "rescue", sql -> new SqliteClaims(sql, new SqliteLeases(sql)).rescue(lease, 100, now()));
    works.put("retention", sql -> new SqliteRetention(sql).drop(Long.MAX_VALUE, now()));
    return new QueryPlans(connection, new SqliteIds(), SQLITE, SQLITE_COLUMN).of(works);
  }

  /** The plans of PostgreSQL. */
  static Map<String, List<Plan>> postgres(Connection connection, String explain)
      throws SQLException {
    SqlConnection plain = new SqlConnection(connection, PostgresConnections.IDS);
    new PostgresLeases(plain).join("plans", Duration.ofDays(1));
    long lease = newestLease(plain);
    Map<String, Work> works = pages("night");
    works.put("claim", sql -> new PostgresClaims(sql, new PostgresLeases(sql)).claim(lease, 100));
    works.put("rescue", sql -> new PostgresClaims(sql, new PostgresLeases(sql)).rescue(lease, 100));
    works.put(
        "retention",
        sql ->
            new PostgresRetention(sql, new PostgresTallies(sql, 0, "plans"))
                .drop(Duration.ofSeconds(1)));
    return new QueryPlans(connection, PostgresConnections.IDS, explain, 1).of(works);
  }

  private static long newestLease(SqlConnection sql) throws SQLException {
    long lease = sql.call("SELECT max(id) FROM leases").count();
    sql.connection().commit();
    return lease;
  }

  private static long now() {
    return TaskCodec.micros(new SystemTime().instant());
  }

  private Map<String, List<Plan>> of(Map<String, Work> works) throws SQLException {
    Map<String, List<Plan>> all = new LinkedHashMap<>();
    for (Map.Entry<String, Work> work : works.entrySet()) {
      List<Asked> asked = new ArrayList<>();
      work.getValue().on(new SqlConnection(Asked.noted(connection, asked), ids));
      connection.rollback();
      Set<String> seen = new LinkedHashSet<>();
      List<Plan> plans = new ArrayList<>();
      for (Asked each : asked) {
        if (seen.add(each.sql())) {
          List<String> lines = each.explained(connection, explain, column);
          connection.rollback();
          if (!lines.isEmpty()) { // an insert has no plan in SQLite
            plans.add(new Plan(each.sql(), lines));
          }
        }
      }
      all.put(work.getKey(), plans);
    }
    return all;
  }

  private static Map<String, Work> pages(String tag) {
    Instant middle = Instant.parse("2026-01-01T01:00:00Z");
    Map<String, TaskQuery> queries = new LinkedHashMap<>();
    queries.put("all", query(null, null, null, null, null, null));
    queries.put("a status that is final", query(TaskStatus.ERROR, null, null, null, null, null));
    queries.put("queued", query(TaskStatus.QUEUED, null, null, null, null, null));
    queries.put("running", query(TaskStatus.RUNNING, null, null, null, null, null));
    queries.put("a droplet", query(null, "droplet-7", null, null, null, null));
    queries.put(
        "a status of a droplet", query(TaskStatus.ERROR, "droplet-7", null, null, null, null));
    queries.put(
        "queued, of a droplet", query(TaskStatus.QUEUED, "droplet-7", null, null, null, null));
    queries.put("a tag", query(null, null, tag, null, null, null));
    queries.put("a tag of a droplet", query(null, "droplet-1", tag, null, null, null));
    queries.put("two words", query(null, null, null, "connection refused", null, null));
    queries.put("an id's beginning", query(null, null, null, "019b76da", null, null));
    queries.put("from a time on", query(null, null, null, null, middle, null));
    queries.put("errors until a time", query(TaskStatus.ERROR, null, null, null, null, middle));
    Map<String, Work> works = new LinkedHashMap<>();
    queries.forEach((title, query) -> works.put(title, sql -> new SqlPages(sql).page(query)));
    return works;
  }

  private static TaskQuery query(
      @Nullable TaskStatus status,
      @Nullable String droplet,
      @Nullable String tag,
      @Nullable String words,
      @Nullable Instant after,
      @Nullable Instant before) {
    return new TaskQuery(
        Optional.ofNullable(status),
        Optional.ofNullable(droplet),
        Optional.ofNullable(tag),
        Optional.ofNullable(words),
        Optional.ofNullable(after),
        Optional.ofNullable(before),
        Optional.empty(),
        100);
  }
}
