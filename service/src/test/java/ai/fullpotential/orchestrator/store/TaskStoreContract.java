package ai.fullpotential.orchestrator.store;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.AttemptResult.Refused;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskMachine;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.task.TestTasks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every promise of {@link TaskStore}, for whatever keeps the tasks. A store's own test inherits it
 * and opens a fresh, empty store that keeps at least 100,000 finished tasks for an hour. What a
 * store does otherwise is an override with its reason.
 *
 * <p>Times in records are whole microseconds: a store need not keep more.
 */
abstract class TaskStoreContract {

  private TaskStore store = noStore();

  /** A fresh, empty store. */
  protected abstract TaskStore open() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  private static TaskStore noStore() {
    return new InMemoryTaskStore(
        new HistorySettings(0, Duration.ZERO), new ai.fullpotential.orchestrator.time.ManualTime());
  }

  // Records

  @Test
  void findsNothingThatWasNotSaved() {
    Saves.all(store, task().succeeded());

    assertThat(store.find(TestTasks.id())).isEmpty();
  }

  @Test
  void findsEveryStateAsItWasSaved() {
    Task missing =
        TaskMachine.step(task().waiting(), new TaskEvent.DropletMissing(), TestTasks.START).task();
    List<Task> tasks =
        List.of(
            task().accepted(),
            task().running(),
            task().waiting(),
            missing,
            task().succeeded(),
            task().answered(204, null),
            task().answered(404, Json.string("no such thing")),
            task().succeededAfter(2),
            task().failed(),
            task().timedOut(),
            task().withPayload(JsonText.NULL, null).accepted(),
            task().withLimits(TestTasks.limits(0)).failed());

    Saves.all(store, tasks);

    assertThat(tasks).allSatisfy(saved -> assertThat(store.find(saved.id())).contains(saved));
  }

  @Test
  void replacesTheWholeRecord() {
    Task accepted = task().accepted();
    Task running = TestTasks.started(accepted);
    Saves.all(store, accepted);

    Saves.all(store, running);

    assertThat(store.find(accepted.id())).contains(running);
    assertThat(store.list(TaskQuery.newest(10)).total()).isEqualTo(1);
  }

  @Test
  void keepsTheLastOfManySavesInTheOrderTheyWereAskedFor() {
    List<Task> walk = walk(task(), 3);

    Saves.all(store, walk);

    assertThat(store.find(walk.getFirst().id())).contains(walk.getLast());
  }

  @Test
  void neverChangesAFinishedTask() {
    Task running = task().running();
    Task finished = task().ended(running, new Answered(200, Json.string("done"), null));
    Task contrary = task().ended(running, new Answered(404, Json.string("other"), null));
    Saves.all(store, running, finished);

    assertThat(Saves.begin(store, contrary)).succeedsWithin(Duration.ofSeconds(30));
    assertThat(Saves.begin(store, running)).succeedsWithin(Duration.ofSeconds(30));
    Saves.all(store, task().succeeded());

    assertThat(store.find(running.id())).contains(finished);
    assertThat(store.list(query(TaskStatus.SUCCESS, null)).total()).isEqualTo(2);
    assertThat(store.list(query(TaskStatus.ERROR, null)).total()).isZero();
    assertThat(store.list(query(TaskStatus.RUNNING, null)).total()).isZero();
  }

  @Test
  void answersEverySaveExactlyOnceEvenOfAFinishedTask() {
    Task finished = task().succeeded();
    AtomicInteger calls = new AtomicInteger();

    for (int i = 0; i < 10; i++) {
      assertThat(Saves.begin(store, finished).thenAccept(_ -> calls.incrementAndGet()))
          .succeedsWithin(Duration.ofSeconds(30));
    }
    Saves.all(store, task().succeeded());

    assertThat(calls).hasValue(10);
  }

  @Test
  void isWritableAfterASave() {
    Saves.all(store, task().accepted());

    assertThat(store.isWritable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a\\u0000b\\u0001\\u001F\"",
        "\"emoji 😀👩‍👩‍👧, combining e\u0301, right-to-left \u05d0\u05d1, \\\\ \\\" / \\n\\r\\t\"",
        "{\"z\":1,\"a\":{\"\":[]},\"\\u0000key\":null}",
        "[1.10,-0,1E+2,1e400,12345678901234567890123456789.000000000000000000000000000000000001]",
        "{\"'; DROP TABLE tasks; --\":\"%s %d ${x} {} \\\\u0041\"}",
        "[]",
        "null",
        "true",
      })
  void keepsJsonByteForByte(String text) throws MalformedJson {
    JsonText json = json(text);
    JsonText meta = json("{\"note\":" + json + "}");
    Task task = task().withPayload(json, meta).answered(200, json);

    Saves.all(store, task);

    Task kept = store.find(task.id()).orElseThrow();
    assertThat(kept.spec().payload()).isEqualTo(json);
    assertThat(kept.spec().meta()).isEqualTo(meta);
    assertThat(kept.finished().orElseThrow().responseBody()).isEqualTo(json);
    assertThat(kept).isEqualTo(task);
  }

  @Test
  void keepsALargeBodyWhole() {
    JsonText body = Json.string("\u0000é😀".repeat(100_000));
    Task task = task().withPayload(body, null).accepted();

    Saves.all(store, task);

    assertThat(store.find(task.id())).contains(task);
  }

  @Test
  void keepsAnyWordsInErrorsAndNames() {
    TestTasks odd = task().withDroplet("Ünïcode 'quoted' \"twice\" %_\\ 😀");
    Task task = odd.ended(odd.running(), new Refused("line\nbreak\u0000 'x' 😀"));

    Saves.all(store, task);

    assertThat(store.find(task.id())).contains(task);
    assertThat(store.list(query(null, odd.spec().dropletName())).tasks()).containsExactly(task);
  }

  // Lists

  @Test
  void listsNothingWhileEmpty() {
    assertThat(store.list(TaskQuery.newest(1)).tasks()).isEmpty();
    assertThat(store.list(TaskQuery.newest(1)).total()).isZero();
    assertThat(store.list(query(TaskStatus.QUEUED, "registry")).total()).isZero();
  }

  @Test
  void listsTheNewestFirstWithinOneMomentToo() {
    List<Task> tasks = many(20, TestTasks::accepted);

    Saves.all(store, tasks);

    assertThat(store.list(TaskQuery.newest(100)).tasks())
        .containsExactlyElementsOf(tasks.reversed());
  }

  @Test
  void keepsTheOrderOfCreationWhateverEndsFirst() {
    Task first = task().running();
    Task second = task().running();
    Task third = task().running();
    Saves.all(store, first, second, third);

    Task secondDone = task().ended(second, new Answered(200, null, null));
    Task thirdDone = task().ended(third, new Answered(200, null, null));
    Task firstDone = task().ended(first, new Answered(200, null, null));
    Saves.all(store, secondDone, thirdDone, firstDone);

    assertThat(store.list(TaskQuery.newest(3)).tasks())
        .containsExactly(thirdDone, secondDone, firstDone);
    assertThat(store.list(query(TaskStatus.SUCCESS, null)).tasks())
        .containsExactly(thirdDone, secondDone, firstDone);
    assertThat(store.list(query(TaskStatus.SUCCESS, "registry")).tasks())
        .containsExactly(thirdDone, secondDone, firstDone);
  }

  @Test
  void givesAtMostTheLimitAndCountsAll() {
    List<Task> tasks = many(25, TestTasks::succeeded);
    Saves.all(store, tasks);

    var page = store.list(TaskQuery.newest(10));

    assertThat(page.tasks()).containsExactlyElementsOf(tasks.reversed().subList(0, 10));
    assertThat(page.total()).isEqualTo(25);
  }

  @Test
  void givesUpToAThousand() {
    Saves.all(store, many(1100, TestTasks::succeeded));

    var page = store.list(TaskQuery.newest(TaskQuery.MAX_LIMIT));

    assertThat(page.tasks()).hasSize(1000);
    assertThat(page.total()).isEqualTo(1100);
  }

  @ParameterizedTest
  @CsvSource({
    "QUEUED, 2",
    "RUNNING, 1",
    "SUCCESS, 2",
    "ERROR, 2",
    "TIMEOUT, 1",
  })
  void filtersByStatus(TaskStatus status, int expected) {
    Saves.all(
        store,
        task().accepted(),
        task().waiting(),
        task().running(),
        task().succeeded(),
        task().succeededAfter(1),
        task().failed(),
        task().answered(404, null),
        task().timedOut());

    var page = store.list(query(status, null));

    assertThat(page.tasks()).hasSize(expected).allMatch(t -> t.status() == status);
    assertThat(page.total()).isEqualTo(expected);
  }

  @Test
  void filtersByDropletInAnyCase() {
    Task one = task().withDroplet("Billing").succeeded();
    Task two = task().withDroplet("billing").accepted();
    Saves.all(store, one, task().withDroplet("billing2").accepted(), two);

    assertThat(List.of("billing", "BILLING", "bIllInG"))
        .allSatisfy(
            name -> {
              var page = store.list(query(null, name));
              assertThat(page.tasks()).containsExactly(two, one);
              assertThat(page.total()).isEqualTo(2);
            });
    assertThat(store.list(query(null, "bill")).total()).isZero();
    assertThat(store.list(query(null, "b%")).total()).isZero();
    assertThat(store.list(query(null, "billing_")).total()).isZero();
  }

  @Test
  void filtersByStatusAndDropletTogether() {
    Task wanted = task().withDroplet("A").failed();
    Saves.all(
        store,
        wanted,
        task().withDroplet("A").succeeded(),
        task().withDroplet("B").failed(),
        task().withDroplet("A").running());

    var page = store.list(query(TaskStatus.ERROR, "a"));

    assertThat(page.tasks()).containsExactly(wanted);
    assertThat(page.total()).isEqualTo(1);
    assertThat(store.list(query(TaskStatus.TIMEOUT, "a")).total()).isZero();
    assertThat(store.list(query(TaskStatus.ERROR, "c")).total()).isZero();
  }

  @Test
  void movesATaskBetweenFiltersAsItChanges() {
    for (Task step : walk(task().withDroplet("mover"), 2)) {
      Saves.all(store, step);
      for (TaskStatus status : TaskStatus.values()) {
        int expected = status == step.status() ? 1 : 0;
        assertThat(store.list(query(status, null)).total()).isEqualTo(expected);
        assertThat(store.list(query(status, "mover")).total()).isEqualTo(expected);
      }
      assertThat(store.list(query(null, "mover")).tasks()).containsExactly(step);
      assertThat(store.list(TaskQuery.newest(10)).total()).isEqualTo(1);
    }
  }

  // Many threads

  @Test
  void losesNothingWhenManyThreadsSaveAtOnce() throws Exception {
    int threads = 8;
    int each = 100;
    List<Task> ends = Collections.synchronizedList(new ArrayList<>());

    Together.run(
        threads,
        number -> {
          TestTasks blueprint = task().withDroplet("droplet-" + number % 3);
          for (int i = 0; i < each; i++) {
            List<Task> walk = walk(blueprint, i % 3);
            Saves.all(store, walk);
            ends.add(walk.getLast());
            assertThat(store.find(walk.getLast().id())).contains(walk.getLast());
            assertIsOrderly(store, TaskQuery.newest(50));
          }
        });

    assertThat(store.list(TaskQuery.newest(1)).total()).isEqualTo(800);
    assertThat(store.list(query(TaskStatus.SUCCESS, null)).total()).isEqualTo(800);
    assertThat(store.list(query(TaskStatus.RUNNING, null)).total()).isZero();
    assertThat(store.list(query(null, "droplet-0")).total()).isEqualTo(300);
    assertThat(ends).allSatisfy(end -> assertThat(store.find(end.id())).contains(end));
  }

  @Test
  void keepsOneEndWhenSeveralAreSavedAtOnce() throws Exception {
    for (int round = 0; round < 20; round++) {
      Task running = task().running();
      Saves.all(store, running);
      List<Task> seen = Collections.synchronizedList(new ArrayList<>());

      Together.run(
          4,
          number -> {
            Task end = task().ended(running, new Answered(200 + number, null, null));
            Saves.begin(store, end).get();
            seen.add(store.find(running.id()).orElseThrow());
          });

      assertThat(seen).hasSize(4);
      assertThat(Collections.frequency(seen, seen.getFirst())).isEqualTo(4);
      assertThat(seen.getFirst().finished()).isPresent();
    }
  }

  // Helpers

  /** Every record of a task that is answered with 200 after so many refused attempts. */
  static List<Task> walk(TestTasks blueprint, int refused) {
    List<Task> walk = new ArrayList<>();
    walk.add(blueprint.accepted());
    walk.add(TestTasks.started(walk.getLast()));
    for (int i = 0; i < refused; i++) {
      walk.add(blueprint.ended(walk.getLast(), new Refused("refused")));
      walk.add(TestTasks.started(walk.getLast()));
    }
    walk.add(blueprint.ended(walk.getLast(), new Answered(200, Json.string("done"), null)));
    return walk;
  }

  static List<Task> many(int count, java.util.function.Function<TestTasks, Task> make) {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(make.apply(task()));
    }
    return tasks;
  }

  static TaskQuery query(
      @org.jspecify.annotations.Nullable TaskStatus status,
      @org.jspecify.annotations.Nullable String droplet) {
    return new TaskQuery(Optional.ofNullable(status), Optional.ofNullable(droplet), 1000);
  }

  static JsonText json(String text) throws MalformedJson {
    JsonText json = Json.compact(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(json.toString()).as("the example is compact").isEqualTo(text);
    return json;
  }

  private static void assertIsOrderly(TaskStore store, TaskQuery query) {
    var page = store.list(query);
    assertThat(page.tasks()).doesNotHaveDuplicates();
    assertThat(page.total()).isGreaterThanOrEqualTo(page.tasks().size());
  }
}
