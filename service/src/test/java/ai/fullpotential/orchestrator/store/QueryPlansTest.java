package ai.fullpotential.orchestrator.store;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.store.QueryPlans.Plan;
import ai.fullpotential.orchestrator.task.TestTasks;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No list, claim, rescue or retention reads a whole table, or sorts more than it hands out. */
class QueryPlansTest {

  private static final Duration KEPT = Duration.ofDays(9999);
  private static final SystemTime TIME = new SystemTime();

  /** Without an index, through all of one, or with a sort. */
  private static final Pattern SLOW_IN_SQLITE =
      Pattern.compile("SCAN (tasks|labels|c|t|m|idempotency)\\b.*|USE TEMP B-TREE.*");

  private static final Pattern SLOW_IN_POSTGRESQL =
      Pattern.compile(
          ".*Seq Scan on (tasks|labels|idempotency).*|.*\\bSort\\b.*|.*idempotency_pkey on.*");

  @Test
  void sqliteFindsAllByRangesOfIndexes(@TempDir Path directory) throws Exception {
    try (SqliteTaskStore store = SqliteTaskStore.open(directory, KEPT, TIME, TIME)) {
      fill(new Ask(store));
    }
    try (SqlConnection sql = new SqliteFile(directory).writer()) {
      check(QueryPlans.sqlite(sql.connection()), SLOW_IN_SQLITE);
    }
  }

  @Test
  void postgresqlFindsAllByRangesOfIndexes() throws Exception {
    DatabaseUrl url = PostgresServer.running().database();
    PostgresGrowth.fill(url, 20_000, 4_000);
    PostgresServer.execute(url, "ANALYZE");
    try (Connection connection = new PostgresConnections(url).writer()) {
      check(QueryPlans.postgres(connection, "EXPLAIN"), SLOW_IN_POSTGRESQL);
    }
  }

  /** One of each kind, so that every statement is run. */
  private static void fill(Ask ask) {
    ask.free(TestTasks.task().asynchronous(5, null).accepted());
    ask.free(TestTasks.task().withTags("nightly").withDroplet("droplet-7").succeeded());
  }

  private static void check(Map<String, List<Plan>> all, Pattern slow) {
    assertThat(all).hasSizeGreaterThan(15);
    all.forEach(
        (title, plans) -> {
          assertThat(plans).as(title).isNotEmpty();
          for (Plan plan : plans) {
            assertThat(plan.lines())
                .as("%s: %s", title, plan.sql())
                .isNotEmpty()
                .noneMatch(line -> slow.matcher(line).matches());
          }
        });
  }
}
