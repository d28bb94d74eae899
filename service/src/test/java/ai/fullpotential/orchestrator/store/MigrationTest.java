package ai.fullpotential.orchestrator.store;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.task.AttemptResult.Refused;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskStore.Change;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import ai.fullpotential.orchestrator.task.TaskStore.TakeResult;
import ai.fullpotential.orchestrator.task.TestTasks;
import ai.fullpotential.orchestrator.time.ManualPause;
import ai.fullpotential.orchestrator.time.ManualTime;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of the first version, with tasks in them, under this one; and nodes of both at once. */
class MigrationTest {

  private static final Duration KEPT = Duration.ofDays(36_500);
  private static final SystemTime TIME = new SystemTime();
  private static final long NOBODY = 12_345;
  private static final SaveResult SAVED = new SaveResult.Saved();

  /** What the later migrations did, undone. */
  private static final List<String> BACK =
      List.of(
          "DROP INDEX tasks_at_gate",
          "ALTER TABLE tasks DROP COLUMN at_gate",
          "ALTER TABLE tasks DROP COLUMN revision",
          "DELETE FROM flyway_schema_history WHERE version IN ('2', '3')");

  private final Task held = task().running();
  private final Task ended = task().succeeded();

  private static SqliteTaskStore sqlite(Path directory) throws Exception {
    ManualTime time = new ManualTime();
    return SqliteTaskStore.open(directory, KEPT, time, new ManualPause(time));
  }

  private static PostgresTaskStore postgres(DatabaseUrl url) {
    return new PostgresTaskStore(url, KEPT, TIME, TIME);
  }

  private void fill(Ask ask) {
    ask.held(held, ask.join("old", Duration.ofHours(1)));
    ask.free(ended);
  }

  /** From a record that only this version can know: what is in the row says nothing yet. */
  private void carryOn(Ask ask, LeaseId by) {
    assertThat(ask.store().find(ended.id())).contains(ended);
    Task waiting = task().ended(held, new Refused("refused"));
    assertThat(ask.save(new Change(waiting, waiting, by, true, List.of()))).isEqualTo(SAVED);
    assertThat(ask.save(new Change(held, waiting, by, true, List.of()))).isEqualTo(SAVED);
    assertThat(ask.save(new Change(held, held, by, true, List.of())))
        .isEqualTo(new SaveResult.Lost());
  }

  @Test
  void aFileOfTheFirstVersionIsCarriedOn(@TempDir Path directory) throws Exception {
    try (SqliteTaskStore store = sqlite(directory)) {
      fill(new Ask(store));
    }
    try (Connection file =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("orchestrator.db"));
        Statement statement = file.createStatement()) {
      for (String sql : BACK) {
        statement.execute(sql);
      }
    }

    try (SqliteTaskStore store = sqlite(directory)) {
      Ask ask = new Ask(store);
      LeaseId now = ask.join("new", Duration.ofHours(1));
      assertThat(ask.rescue(now, 9)).containsExactly(held);
      carryOn(ask, now);
    }
  }

  @Test
  void tablesOfTheFirstVersionAreCarriedOnByNodesThatStartTogether() throws Exception {
    DatabaseUrl url = PostgresServer.running().database();
    try (PostgresTaskStore store = postgres(url)) {
      fill(new Ask(store));
    }
    for (String sql : BACK) {
      PostgresServer.execute(url, sql);
    }
    PostgresServer.execute(url, "DELETE FROM leases");
    List<PostgresTaskStore> nodes = Collections.synchronizedList(new ArrayList<>());
    List<Task> rescued = Collections.synchronizedList(new ArrayList<>());

    Together.run(
        4,
        number -> {
          PostgresTaskStore node = postgres(url);
          nodes.add(node);
          Ask ask = new Ask(node);
          LeaseId now = ask.join("new-" + number, Duration.ofHours(1));
          for (Task task : ask.rescue(now, 9)) {
            rescued.add(task);
            carryOn(ask, now);
          }
        });

    nodes.forEach(PostgresTaskStore::close);
    assertThat(rescued).containsExactly(held);
  }

  @Test
  void whatANodeOfTheFirstVersionSavedMeanwhileIsCarriedOn() throws Exception {
    DatabaseUrl url = PostgresServer.running().database();
    try (PostgresTaskStore store = postgres(url)) {
      Ask ask = new Ask(store);
      LeaseId node = ask.join("new", Duration.ofHours(1));
      TestTasks queued = task().asynchronous(5, null);
      Task accepted = ask.free(queued.accepted());
      Task running = TestTasks.started(ask.claim(node, 1).tasks().getFirst());
      assertThat(ask.save(new Change(accepted, running, node, true, List.of()))).isEqualTo(SAVED);

      Task waiting = queued.ended(running, new Refused("refused"));
      savedByTheFirstVersion(url, waiting, null);
      assertThat(ask.claim(node, 1).tasks()).containsExactly(waiting);
      Task second = TestTasks.started(waiting);
      assertThat(ask.save(second, node, true)).as("claimed").isEqualTo(SAVED);

      Task third = queued.ended(second, new Refused("refused"));
      savedByTheFirstVersion(url, third, null);
      assertThat(ask.take(third.id(), node)).isEqualTo(new TakeResult.Taken(third));
      Task fourth = TestTasks.started(third);
      assertThat(ask.save(fourth, node, true)).as("taken").isEqualTo(SAVED);

      Task fifth = queued.ended(fourth, new Refused("refused"));
      savedByTheFirstVersion(url, fifth, NOBODY);
      assertThat(ask.rescue(node, 1)).containsExactly(fifth);
      assertThat(ask.save(TestTasks.started(fifth), node, true)).as("rescued").isEqualTo(SAVED);
    }
  }

  /** As the first version writes: it names no revision. */
  private static void savedByTheFirstVersion(DatabaseUrl url, Task task, @Nullable Long lease)
      throws Exception {
    TaskRow.Progress progress = TaskCodec.progress(task);
    try (Connection connection = PostgresServer.connect(url);
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE tasks SET status = ?, due_at = ?, lease = ?, progress = ? WHERE id = ?")) {
      update.setInt(1, progress.status());
      update.setObject(2, lease == null ? progress.dueAt() : null, Types.BIGINT);
      update.setObject(3, lease, Types.BIGINT);
      update.setBytes(4, progress.details().utf8());
      update.setObject(5, TaskCodec.uuid(task.id()));
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }
}
