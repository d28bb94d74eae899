package ai.fullpotential.orchestrator.store;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.task.TestTasks;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InMemoryTaskStoreTest extends TaskStoreContract {

  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualTime time = new ManualTime();

  @Override
  protected TaskStore open() {
    return keeping(100_000);
  }

  @Override
  protected void pass(Duration gone) {
    time.advance(gone);
  }

  private TaskStore keeping(int maxFinished) {
    return new InMemoryTaskStore(new HistorySettings(maxFinished, HOUR), time);
  }

  @Test
  void dropsWhatFinishedFirstWhenTooManyAreFinished() {
    TaskStore store = keeping(3);
    List<Task> tasks = many(5, TestTasks::succeeded);

    Saves.all(store, tasks);

    assertThat(store.list(TaskQuery.newest(10)).tasks())
        .containsExactlyElementsOf(tasks.reversed().subList(0, 3));
    assertThat(store.list(TaskQuery.newest(10)).total()).isEqualTo(3);
    assertThat(store.list(query(TaskStatus.SUCCESS, null)).total()).isEqualTo(3);
    assertThat(store.list(query(null, "registry")).total()).isEqualTo(3);
    assertThat(store.list(query(TaskStatus.SUCCESS, "registry")).total()).isEqualTo(3);
    assertThat(store.find(tasks.getFirst().id())).isEmpty();
    assertThat(store.find(tasks.getLast().id())).isPresent();
  }

  @Test
  void dropsWhatFinishedFirstWhenAllTogetherAreTooLarge() {
    TaskStore store = new InMemoryTaskStore(new HistorySettings(1000, HOUR, 100_000), time);
    JsonText tenThousandBytes = Json.string("x".repeat(9_998));
    List<Task> tasks =
        many(20, each -> each.withPayload(tenThousandBytes, tenThousandBytes).succeeded());

    Saves.all(store, tasks);

    assertThat(store.list(TaskQuery.newest(20)).tasks())
        .containsExactlyElementsOf(tasks.reversed().subList(0, 4));
  }

  @Test
  void aLargeTaskThatIsNotFinishedIsKept() {
    TaskStore store = new InMemoryTaskStore(new HistorySettings(1000, HOUR, 1_000), time);
    Task large = task().withPayload(Json.string("x".repeat(10_000)), null).running();
    Saves.all(store, large);
    Saves.all(store, many(3, TestTasks::succeeded));

    assertThat(store.find(large.id())).contains(large);
  }

  @Test
  void keepsALongTaskThatHasJustFinished() {
    TaskStore store = keeping(2);
    Task slow = task().running();
    Saves.all(store, slow);
    Saves.all(store, many(5, TestTasks::succeeded));

    Task slowDone = task().ended(slow, new Answered(200, null, null));
    Saves.all(store, slowDone);

    assertThat(store.find(slow.id())).contains(slowDone);
  }

  @Test
  void neverDropsWhatIsNotFinished() {
    TaskStore store = keeping(1);
    List<Task> unfinished =
        List.of(task().accepted(), task().running(), task().waiting(), task().accepted());
    Saves.all(store, unfinished);

    Saves.all(store, many(10, TestTasks::succeeded));
    time.advance(HOUR.multipliedBy(1000));

    assertThat(unfinished).allSatisfy(t -> assertThat(store.find(t.id())).contains(t));
    assertThat(store.list(TaskQuery.newest(10)).total()).isEqualTo(4);
  }

  @Test
  void keepsNoFinishedTaskWhenToldSo() {
    TaskStore store = keeping(0);
    Task done = task().succeeded();

    Saves.all(store, done);

    assertThat(store.find(done.id())).isEmpty();
    assertThat(store.list(TaskQuery.newest(1)).total()).isZero();
  }

  @Test
  void dropsFinishedTasksOlderThanTheRetentionAtReads() {
    TaskStore store = keeping(100);
    Task early = task().succeeded();
    Task late = task().succeeded();
    Saves.all(store, early);
    time.advance(Duration.ofMinutes(30));
    Saves.all(store, late);

    time.advance(Duration.ofMinutes(30));
    assertThat(store.find(early.id())).as("exactly an hour old").isPresent();
    time.advance(Duration.ofNanos(1));

    assertThat(store.find(early.id())).isEmpty();
    assertThat(store.list(TaskQuery.newest(10)).tasks()).containsExactly(late);
    assertThat(store.list(query(TaskStatus.SUCCESS, null)).total()).isEqualTo(1);
    time.advance(HOUR);
    assertThat(store.list(query(null, "registry")).total()).isZero();
  }

  @Test
  void countsRetentionFromTheEndNotFromTheAcceptance() {
    TaskStore store = keeping(100);
    Task running = task().running();
    Saves.all(store, running);
    time.advance(HOUR.multipliedBy(2));

    Task done = task().ended(running, new Answered(200, null, null));
    Saves.all(store, done);
    time.advance(HOUR);

    assertThat(store.find(running.id())).contains(done);
  }

  @Test
  void isNotMisledByAWallClockThatIsSet() {
    TaskStore store = keeping(100);
    Task done = task().succeeded();
    Saves.all(store, done);

    time.shiftWallClock(Duration.ofDays(365));

    assertThat(store.find(done.id())).isPresent();
  }

  @Test
  void callsBackOutsideItsLock() {
    TaskStore store = open();
    Task task = task().succeeded();
    CompletableFuture<Boolean> othersCanRead = new CompletableFuture<>();

    store.add(
        new TaskStore.Addition(task, null, null),
        _ ->
            othersCanRead.complete(
                CompletableFuture.supplyAsync(() -> store.find(task.id()).isPresent())
                    .completeOnTimeout(false, 10, TimeUnit.SECONDS)
                    .join()));

    assertThat(othersCanRead).isCompletedWithValue(true);
  }

  @Test
  void forgetsADropletWithItsLastTask() {
    TaskStore store = keeping(1);
    Saves.all(store, task().withDroplet("gone").succeeded());
    Saves.all(store, task().withDroplet("here").succeeded());

    assertThat(store.list(query(null, "gone")).total()).isZero();
    Task again = task().withDroplet("gone").accepted();
    Saves.all(store, again);
    assertThat(store.list(query(null, "GONE")).tasks()).containsExactly(again);
  }
}
