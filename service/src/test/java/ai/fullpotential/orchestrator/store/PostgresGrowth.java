package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore.ClaimResult;
import ai.fullpotential.orchestrator.task.TaskStore.ClaimResult.Claimed;
import ai.fullpotential.orchestrator.task.TaskStore.LeaseResult;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * What pages and claims cost in a large database: {@code PostgresGrowth [FINISHED WAITING]}, a million
 * and 200,000 when nothing is said. Prints the median and the longest of twenty of each, before and
 * after the database has looked at its tables.
 */
final class PostgresGrowth {

  private static final int ROUNDS = 20;
  private static final SystemTime TIME = new SystemTime();

  /** Tasks a second apart until now, of fifty droplets; one in a hundred failed, one in ten has a tag. */
  private static final String FILL =
      """
      INSERT INTO tasks (id, droplet, status, ending, priority, created_at, due_at, ended_at, spec,
        progress)
      SELECT (lpad(to_hex((n.at / 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n.i % 4096), 3, '0')
          || '8' || lpad(to_hex(n.i), 15, '0'))::uuid,
        'droplet-' || n.i % 50, CASE WHEN n.i > ? THEN 0 WHEN n.i % 100 = 0 THEN 4 ELSE 3 END,
        CASE WHEN n.i > ? THEN 0 WHEN n.i % 100 = 0 THEN 4 ELSE 3 END, 1 + n.i % 10, n.at,
        CASE WHEN n.i > ? THEN n.at END, CASE WHEN n.i <= ? THEN n.at END, ?,
        CASE WHEN n.i > ? THEN ? ELSE ? END
      FROM (SELECT i, (extract(epoch FROM now()) * 1000000)::bigint - (? - i) * 1000000::bigint AS at
        FROM generate_series(1, ?) AS i) AS n""";

  private static final String LABELS =
      """
      INSERT INTO labels (value, id)
      SELECT 't:night', id FROM tasks WHERE created_at / 1000000 % 10 = 0
      UNION ALL SELECT 'w:refused', id FROM tasks WHERE status = 4
      UNION ALL SELECT 'w:connection', id FROM tasks WHERE ending <> 0""";

  private static final String COUNTS =
      """
      INSERT INTO counts (droplet, kind, shard, n)
      SELECT droplet, 0, 0, count(*) FROM tasks GROUP BY droplet
      UNION ALL SELECT '', 0, 0, count(*) FROM tasks
      UNION ALL SELECT droplet, ending, 0, count(*) FROM tasks WHERE ending <> 0 GROUP BY 1, 2
      UNION ALL SELECT '', ending, 0, count(*) FROM tasks WHERE ending <> 0 GROUP BY 2""";

  private PostgresGrowth() {}

  public static void main(String[] args) throws Exception {
    int finished = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    int waiting = args.length > 1 ? Integer.parseInt(args[1]) : 200_000;
    DatabaseUrl url = PostgresServer.running().database();
    fill(url, finished, waiting);
    try (PostgresTaskStore store = new PostgresTaskStore(url, Duration.ofDays(9999), TIME, TIME)) {
      measure("as filled", store);
      PostgresServer.execute(url, "ANALYZE");
      measure("analyzed", store);
    }
  }

  static void fill(DatabaseUrl url, int finished, int waiting) throws Exception {
    TaskRow row = TaskCodec.row(AnyTask.plain(Json.string("x")));
    String ended = "{\"at\":1767268800000000,\"response\":200,\"attempts\":[]}";
    try (Connection connection = PostgresServer.connect(url);
        PreparedStatement fill = connection.prepareStatement(FILL);
        Statement statement = connection.createStatement()) {
      for (int i = 1; i <= 4; i++) {
        fill.setInt(i, finished);
      }
      fill.setBytes(5, row.request().spec().utf8());
      fill.setInt(6, finished);
      fill.setBytes(7, row.progress().details().utf8());
      fill.setBytes(8, ended.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      fill.setInt(9, finished + waiting);
      fill.setInt(10, finished + waiting);
      fill.execute();
      statement.execute(LABELS);
      statement.execute(COUNTS);
    }
  }

  private static void measure(String title, PostgresTaskStore store) throws Exception {
    System.out.println(title);
    LeaseId lease = join(store);
    for (Map.Entry<String, TaskQuery> each : queries(store).entrySet()) {
      TaskPage[] last = new TaskPage[1];
      report(each.getKey(), () -> last[0] = store.list(each.getValue()));
      System.out.printf(
          "      %d tasks, total %d%s%n",
          last[0].tasks().size(), last[0].total(), last[0].exact() ? "" : " or more");
    }
    report("claim 50", () -> claim(store, lease, 50));
    report("claim of a lost lease", () -> claim(store, new LeaseId(-1), 50));
    report("rescue nothing", () -> rescue(store, lease));
    report("find", () -> store.find(store.list(TaskQuery.newest(1)).tasks().getFirst().id()));
  }

  private static Map<String, TaskQuery> queries(PostgresTaskStore store) {
    TaskId middle = store.list(TaskQuery.newest(1)).tasks().getFirst().id();
    Instant day = TIME.instant().minus(Duration.ofDays(1));
    Map<String, TaskQuery> queries = new LinkedHashMap<>();
    queries.put("newest", TaskQuery.newest(100));
    queries.put("newest, a thousand", TaskQuery.newest(1000));
    queries.put("behind one", TaskQuery.newest(100).after(middle));
    for (TaskStatus status : TaskStatus.values()) {
      queries.put(status.wire(), new TaskQuery(Optional.of(status), Optional.empty(), 100));
      queries.put(
          status.wire() + " of a droplet",
          new TaskQuery(Optional.of(status), Optional.of("droplet-7"), 100));
    }
    queries.put("a droplet", new TaskQuery(Optional.empty(), Optional.of("droplet-7"), 100));
    queries.put("a tag", query("night", null, null, null));
    queries.put("a tag nobody has", query("nothing", null, null, null));
    queries.put("a tag and a status", query("night", null, null, TaskStatus.ERROR));
    queries.put("a word", query(null, "refused", null, null));
    queries.put("two words", query(null, "connection refused", null, null));
    queries.put("an id's beginning", query(null, middle.value().substring(0, 9), null, null));
    queries.put("before a day", query(null, null, day, null));
    queries.put("held, before a day", query(null, null, day, TaskStatus.HELD));
    queries.put("failed, before a day", query(null, null, day, TaskStatus.ERROR));
    return queries;
  }

  private static TaskQuery query(
      @org.jspecify.annotations.Nullable String tag,
      @org.jspecify.annotations.Nullable String words,
      @org.jspecify.annotations.Nullable Instant before,
      @org.jspecify.annotations.Nullable TaskStatus status) {
    return new TaskQuery(
        Optional.ofNullable(status),
        Optional.empty(),
        Optional.ofNullable(tag),
        Optional.ofNullable(words),
        Optional.empty(),
        Optional.ofNullable(before),
        Optional.empty(),
        100);
  }

  private static void report(String name, Callable<?> action) throws Exception {
    long[] micros = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = TIME.nanos();
      action.call();
      micros[i] = TIME.since(start).toNanos() / 1000;
    }
    Arrays.sort(micros);
    System.out.printf(
        "%-26s %6.1f ms, longest %6.1f ms%n",
        name, micros[ROUNDS / 2] / 1000.0, micros[ROUNDS - 1] / 1000.0);
  }

  private static LeaseId join(PostgresTaskStore store) {
    CompletableFuture<LeaseResult> joined = new CompletableFuture<>();
    store.join("node", Duration.ofHours(1), joined::complete);
    return joined.join() instanceof LeaseResult.Granted(LeaseId id, var _) ? id : new LeaseId(-1);
  }

  private static int claim(PostgresTaskStore store, LeaseId lease, int most) {
    CompletableFuture<ClaimResult> claimed = new CompletableFuture<>();
    store.claim(lease, most, claimed::complete);
    return count(claimed.join());
  }

  private static int rescue(PostgresTaskStore store, LeaseId lease) {
    CompletableFuture<ClaimResult> rescued = new CompletableFuture<>();
    store.rescue(lease, 100, rescued::complete);
    return count(rescued.join());
  }

  private static int count(ClaimResult result) {
    if (result instanceof Claimed claimed) {
      return claimed.tasks().size();
    }
    throw new IllegalStateException(result.toString());
  }
}
