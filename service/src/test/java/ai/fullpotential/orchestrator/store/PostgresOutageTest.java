package ai.fullpotential.orchestrator.store;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.task.TaskStore.Change;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import ai.fullpotential.orchestrator.task.TestTasks;
import ai.fullpotential.orchestrator.time.Await;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database goes away, and comes back. */
class PostgresOutageTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final SystemTime TIME = new SystemTime();

  private PostgresServer server;
  private DatabaseUrl url;

  @BeforeEach
  void startServer() throws Exception {
    server = PostgresServer.running();
    url = server.database();
  }

  @AfterEach
  void leaveItRunning() throws Exception {
    server.start();
  }

  private PostgresTaskStore open() {
    // The tasks of tests ended long ago by the server's clock.
    return new PostgresTaskStore(url, Duration.ofDays(36_500), TIME, TIME);
  }

  @Test
  void saysSoWithinASecondAndRecoversByItself() throws Exception {
    try (PostgresTaskStore store = open()) {
      Ask ask = new Ask(store);
      Task kept = ask.free(task().accepted());
      server.stop();

      for (int i = 0; i < 5; i++) {
        long start = TIME.nanos();
        assertThat(ask.add(new Addition(task().accepted(), null, null)))
            .isInstanceOf(AddResult.Unknown.class);
        assertThat(TIME.since(start)).isLessThan(Duration.ofMillis(1500));
        assertThat(store.isWritable()).isFalse();
      }
      assertThatThrownBy(() -> store.find(kept.id())).isInstanceOf(StoreUnavailable.class);
      assertThatThrownBy(() -> store.list(TaskQuery.newest(1)))
          .isInstanceOf(StoreUnavailable.class);
      assertThatThrownBy(() -> store.documents().find("kind", "id"))
          .isInstanceOf(StoreUnavailable.class);

      server.start();

      Await.until("writable again", store::isWritable);
      Await.until("readable again", () -> isReadable(store));
      assertThat(store.find(kept.id())).contains(kept);
      ask.free(task().accepted());
    }
  }

  @Test
  void startsWithoutADatabaseAndWorksOnceItIsThere() throws Exception {
    url = server.emptyDatabase();
    server.stop();
    long start = TIME.nanos();

    try (PostgresTaskStore store = open()) {
      assertThat(TIME.since(start)).isLessThan(Duration.ofSeconds(3));
      assertThat(store.isWritable()).isFalse();
      assertThat(new Ask(store).add(new Addition(task().accepted(), null, null)))
          .isInstanceOf(AddResult.Unknown.class);

      server.start();

      Await.until("writable again", store::isWritable);
      Await.until("readable again", () -> isReadable(store));
      Task task = new Ask(store).free(task().accepted());
      assertThat(store.find(task.id())).contains(task);
    }
  }

  @Test
  void losesNoAcknowledgedTaskWhenTheServerCrashesUnderLoad() throws Exception {
    try (PostgresTaskStore store = open()) {
      LeaseId lease = new Ask(store).join("node", HOUR);
      Map<Task, Task> ended = new ConcurrentHashMap<>();
      Map<Task, Boolean> added = new ConcurrentHashMap<>();
      AtomicBoolean over = new AtomicBoolean();

      Together.run(
          5,
          number -> {
            if (number == 0) {
              try {
                crashThreeTimes(store, added);
              } finally {
                over.set(true);
              }
            }
            while (!over.get()) {
              oneTask(store, lease, added, ended);
            }
          });

      Await.until("writable again", store::isWritable);
      Await.until("readable again", () -> isReadable(store));
      assertThat(added).hasSizeGreaterThan(100);
      assertThat(ended).isNotEmpty();
      assertThat(ended).allSatisfy((_, end) -> assertThat(store.find(end.id())).contains(end));
      assertThat(added.keySet()).allSatisfy(t -> assertThat(store.find(t.id())).isPresent());
    }
  }

  private void crashThreeTimes(PostgresTaskStore store, Map<Task, Boolean> added) throws Exception {
    for (int i = 1; i <= 3; i++) {
      int enough = added.size() + 50;
      Await.until("enough tasks", () -> added.size() >= enough);
      server.stop();
      Await.until("not writable", () -> !store.isWritable());
      server.start();
      Await.until("writable again", store::isWritable);
      Await.until("readable again", () -> isReadable(store));
    }
  }

  /** Adds a task and ends it, as far as the store lets it; remembers what was acknowledged. */
  private static void oneTask(
      PostgresTaskStore store, LeaseId lease, Map<Task, Boolean> added, Map<Task, Task> ended)
      throws Exception {
    Task running = task().running();
    CompletableFuture<AddResult> add = new CompletableFuture<>();
    store.add(new Addition(running, lease, null), add::complete);
    if (!add.get(30, TimeUnit.SECONDS).equals(new AddResult.Added())) {
      return;
    }
    added.put(running, true);
    Task end = TestTasks.task().ended(running, new Answered(200, null, null));
    Change change = new Change(running, end, lease, false, List.of());
    if (new Ask(store).save(change).equals(new SaveResult.Saved())) {
      ended.put(running, end);
    }
  }

  @Test
  void tellsEveryCallerWhenClosed() throws Exception {
    PostgresTaskStore store = open();
    Task task = new Ask(store).free(task().accepted());
    store.close();

    assertThat(new Ask(store).add(new Addition(task, null, null)))
        .isInstanceOf(AddResult.Unknown.class);
    assertThatThrownBy(() -> store.find(task.id())).isInstanceOf(StoreUnavailable.class);
  }

  /** The pool of readers tries a database that was away at its own pace. */
  private static boolean isReadable(PostgresTaskStore store) {
    try {
      return store.list(TaskQuery.newest(1)).total() >= 0;
    } catch (StoreUnavailable notYet) {
      return false;
    }
  }
}
