package ai.fullpotential.orchestrator.store;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.IdempotencyKey;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.task.TaskStore.LeaseResult;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import ai.fullpotential.orchestrator.task.TestTasks;
import ai.fullpotential.orchestrator.time.ManualPause;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file keeps, whatever happens to the process or the disk. */
class SqliteFileTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path directory;
  private final ManualTime time = new ManualTime();
  private final ManualPause pause = new ManualPause(time);

  private SqliteTaskStore open() throws Exception {
    return SqliteTaskStore.open(directory, HOUR, time, pause);
  }

  @Test
  void keepsEverythingOverARestart() throws Exception {
    IdempotencyKey key = new IdempotencyKey("caller", "key", "print");
    Task ended = task().withTags("blue").failed();
    Task free = task().accepted();
    try (SqliteTaskStore store = open()) {
      Saves.all(store, ended);
      new Ask(store).add(new Addition(free, null, key));
      store.documents().create("schedule", "a", JsonText.NULL);
    }

    try (SqliteTaskStore store = open()) {
      assertThat(store.find(ended.id())).contains(ended);
      assertThat(store.list(TaskQuery.newest(9)).tasks()).containsExactly(free, ended);
      assertThat(store.list(TaskQuery.newest(9)).total()).isEqualTo(2);
      assertThat(new Ask(store).add(new Addition(task().accepted(), null, key)))
          .isEqualTo(new AddResult.Twin(free.id(), true));
      assertThat(store.documents().find("schedule", "a")).isPresent();
      assertThat(store.isDurable()).isTrue();
      assertThat(store.isWritable()).isTrue();
    }
  }

  @Test
  void rescuesAtOnceWhatAnEarlierProcessHeld() throws Exception {
    Task running = task().running();
    LeaseId before;
    try (SqliteTaskStore store = open()) {
      Ask ask = new Ask(store);
      before = ask.join("before", HOUR);
      ask.held(running, before);
    }

    try (SqliteTaskStore store = open()) {
      Ask ask = new Ask(store);
      assertThat(ask.renew(before)).isEqualTo(new LeaseResult.Lost());
      LeaseId now = ask.join("now", HOUR);
      assertThat(now.value()).isGreaterThan(before.value());
      assertThat(ask.rescue(now, 10)).containsExactly(running);
      Task end = task().ended(running, new Answered(200, null, null));
      assertThat(ask.save(end, before, false)).isEqualTo(new SaveResult.Lost());
      assertThat(ask.save(end, now, false)).isEqualTo(new SaveResult.Saved());
    }
  }

  @Test
  void keepsASecondProcessOut() throws Exception {
    try (SqliteTaskStore store = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreInUse.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("DATA_DIR");
      Saves.all(store, task().running());
    }
    open().close();
  }

  @Test
  void saysWhyAFileCannotBeOpened() throws Exception {
    Files.writeString(directory.resolve("orchestrator.db"), "this is no database, ".repeat(100));

    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("orchestrator.db")
        .hasMessageContaining("not a database");
  }

  @Test
  void refusesAFileOfANewerVersion() throws Exception {
    try (SqliteTaskStore store = open()) {
      new Writes(store.writer())
          .make(
              sql ->
                  sql.call(
                          "UPDATE flyway_schema_history SET version = '99' WHERE version IS NOT"
                              + " NULL")
                      .update());
    }

    assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("newer");
  }

  @Test
  void saysSoWhenTheDiskIsFullAndGoesOnOnceThereIsSpace() throws Exception {
    try (SqliteTaskStore store = open()) {
      Ask ask = new Ask(store);
      Task before = ask.free(task().accepted());
      Task large = task().withPayload(Json.string("x".repeat(1 << 20)), null).accepted();
      new Writes(store.writer()).make(sql -> sql.call("PRAGMA max_page_count = 1").count());

      assertThat(ask.add(new Addition(large, null, null)))
          .isInstanceOfSatisfying(
              AddResult.Unknown.class, unknown -> assertThat(unknown.why()).contains("full"));
      assertThat(store.isWritable()).isFalse();
      assertThat(store.find(before.id())).contains(before);
      assertThat(store.find(large.id())).isEmpty();
      assertThat(store.list(TaskQuery.newest(9)).total()).isEqualTo(1);

      // The next connection has the limit no more, as a disk that has space again.
      time.advance(Duration.ofSeconds(1));
      ask.free(large);
      assertThat(store.find(large.id())).contains(large);
      assertThat(store.isWritable()).isTrue();
    }
  }

  @Test
  void aTaskThatCannotBeKeptFailsAloneAndIsAnswered() throws Exception {
    try (SqliteTaskStore store = open()) {
      Ask ask = new Ask(store);
      Task odd =
          Task.accepted(
              new ai.fullpotential.orchestrator.task.TaskId("no uuid"),
              task().accepted().origin(),
              task().spec(),
              TestTasks.START);

      assertThat(ask.add(new Addition(odd, null, null))).isInstanceOf(AddResult.Unknown.class);
      assertThat(store.find(odd.id())).isEmpty();
      ask.free(task().accepted());
    }
  }

  @Test
  void dropsWhatEndedLongAgoWithAllThatBelongsToIt() throws Exception {
    try (SqliteTaskStore store = open()) {
      List<Task> old = StoreFixture.many(1200, t -> t.withTags("blue").failed());
      Task waiting = task().withTags("blue").accepted();
      Saves.all(store, old);
      Saves.all(store, waiting);
      time.advance(HOUR);
      Task young = task().withCreatedAt(time.instant()).failed();
      Saves.all(store, young);
      time.advance(Duration.ofSeconds(30));

      store.sweep();

      assertThat(store.find(old.getFirst().id())).isEmpty();
      assertThat(store.list(TaskQuery.newest(9)).tasks()).containsExactly(young, waiting);
      assertThat(store.list(TaskQuery.newest(9)).total()).isEqualTo(2);
      assertThat(store.list(StoreFixture.query(TaskStatus.ERROR, "registry")).total()).isEqualTo(1);
      assertThat(count(store, "SELECT count(*) FROM labels WHERE value = 't:blue'")).isEqualTo(1);
      assertThat(count(store, "SELECT count(*) FROM labels")).isLessThan(9);
    }
  }

  private static long count(SqliteTaskStore store, String sql) throws InterruptedException {
    return new Writes(store.writer()).make(connection -> connection.call(sql).count());
  }

  @Test
  void sweepsSoonAfterTheStartAndThenEveryMinute() throws Exception {
    try (SqliteTaskStore store = open()) {
      Task old = task().failed();
      Saves.all(store, old);
      assertThat(pause.awaitPause()).isLessThan(Duration.ofMinutes(1));
      time.advance(HOUR.multipliedBy(2));

      assertThat(pause.awaitPause()).isEqualTo(Duration.ofMinutes(1));
      assertThat(store.find(old.id())).isEmpty();
    }
  }

  @Test
  void answersEverythingAfterItIsClosed() throws Exception {
    SqliteTaskStore store = open();
    Task running = task().running();
    Saves.all(store, running);
    store.close();

    assertThat(new Ask(store).add(new Addition(task().accepted(), null, null)))
        .isEqualTo(new AddResult.Unknown("the store is closed"));
    assertThatThrownBy(() -> store.find(running.id())).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> store.documents().create("a", "b", JsonText.NULL))
        .isInstanceOf(StoreUnavailable.class);
    store.close();
  }

  @Test
  void pagesByTimeWhateverIdsTell() throws Exception {
    try (SqliteTaskStore store = open()) {
      Saves.all(store, task().accepted());
      TaskQuery early =
          new TaskQuery(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(TestTasks.START.minusSeconds(1)),
              Optional.of(TestTasks.START.plusSeconds(1)),
              Optional.empty(),
              10);

      assertThat(store.list(early).tasks()).hasSize(1);
    }
  }
}
