package ai.fullpotential.orchestrator.reliability;

import ai.fullpotential.orchestrator.reliability.SeenDroplet.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node with nothing to do: how little it asks of the database, and how soon it is there. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class IdleIT {

  private static final Duration USUAL_LEASE = Duration.ofSeconds(10);
  private static final String STATEMENTS =
      """
      SELECT sum(calls) FROM public.pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
      WHERE d.datname = current_database() AND query NOT LIKE '%pg_stat_statements%'""";

  @TempDir Path directory;

  @Test
  void anIdleNodeMakesFewStatementsAndStartsADueTaskAtOnce() throws Exception {
    int tasks = Scale.count(60, 1000);
    try (Cluster cluster = new Cluster(directory, 1, 0, USUAL_LEASE).started()) {
      cluster.database.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA public");
      Thread.sleep(2000);
      int seconds = Scale.isFull() ? 60 : 8;
      long before = cluster.database.number(STATEMENTS);
      Thread.sleep(seconds * 1000L);
      long made = cluster.database.number(STATEMENTS) - before;

      cluster.droplet.behave(_ -> SeenDroplet.Answer.ok());
      Random random = new Random(Scale.seed());
      Api api = cluster.node(0).api();
      for (int i = 0; i < tasks; i++) {
        api.post("/tasks", Load.body(i, 500 + random.nextInt(4000)), Map.of());
        Thread.sleep(20);
      }
      Figures figures = cluster.settle("idle");
      Map<String, Kept> kept = api.all();
      Map<String, Call> calls =
          cluster.droplet.calls().stream()
              .collect(Collectors.toMap(Call::taskId, Function.identity()));
      Times late = new Times();
      kept.values().forEach(k -> late.add(Duration.between(k.dueAt(), calls.get(k.id()).at())));
      double perSecond = (double) made / seconds;
      figures
          .put("statements_per_second", perSecond)
          .put("late_p50", late.percentile(50))
          .put("late_p99", late.percentile(99))
          .put("early", late.percentile(0))
          .expect("too many statements", perSecond < 10)
          .expect("early", !late.percentile(0).isNegative())
          .expect("late at the median", late.percentile(50).compareTo(median()) <= 0)
          .expect("late", late.percentile(99).compareTo(median().multipliedBy(5)) <= 0)
          .conclude();
    }
  }

  /** The figure is one of a machine with nothing else to do. */
  private static Duration median() {
    return Duration.ofMillis(Scale.isFull() ? 10 : 200);
  }
}
