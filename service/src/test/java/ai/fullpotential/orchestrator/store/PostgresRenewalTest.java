package ai.fullpotential.orchestrator.store;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.task.TaskStore.LeaseResult;
import ai.fullpotential.orchestrator.task.TestTasks;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A live node keeps its lease whatever its other writes wait for. */
class PostgresRenewalTest {

  private static final Duration LEASE = Duration.ofSeconds(30);

  @Test
  void aRenewalDoesNotWaitForOtherWrites() throws Exception {
    DatabaseUrl database = PostgresServer.running().database();
    SystemTime time = new SystemTime();
    try (PostgresTaskStore store =
            new PostgresTaskStore(database, Duration.ofHours(1), time, time);
        Connection other = PostgresServer.connect(database);
        Statement statement = other.createStatement()) {
      LeaseId lease = joined(store);
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE tasks IN EXCLUSIVE MODE");
      CompletableFuture<AddResult> added = new CompletableFuture<>();
      store.add(new Addition(TestTasks.task().accepted(), lease, null), added::complete);

      for (int i = 0; i < 3; i++) {
        assertThat(new Ask(store).renew(lease))
            .isEqualTo(new LeaseResult.Granted(lease, List.of()));
      }
      other.rollback();
      assertThat(added.get(5, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void aWishToCancelIsToldAgainUntilTheTaskIsLetGo() throws Exception {
    DatabaseUrl database = PostgresServer.running().database();
    SystemTime time = new SystemTime();
    try (PostgresTaskStore store =
        new PostgresTaskStore(database, Duration.ofHours(1), time, time)) {
      Ask ask = new Ask(store);
      LeaseId lease = joined(store);
      Task task = ask.held(TestTasks.task().accepted(), lease);
      ask.askToCancel(task.id());

      for (int i = 0; i < 2; i++) {
        assertThat(ask.renew(lease)).isEqualTo(new LeaseResult.Granted(lease, List.of(task.id())));
      }
    }
  }

  private static LeaseId joined(PostgresTaskStore store) {
    return new Ask(store).join("node", LEASE);
  }
}
