package ai.fullpotential.orchestrator.store;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.AttemptResult.Refused;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskMachine;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import ai.fullpotential.orchestrator.task.TestTasks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every promise of {@link TaskStore}, for whatever keeps the tasks. A store's own test inherits it
 * and opens a fresh, empty store that keeps at least 100,000 finished tasks for an hour. What a
 * store does otherwise is an override with its reason.
 *
 * <p>Times in records are whole microseconds: a store need not keep more.
 */
abstract class TaskStoreContract extends TaskListContract {

  @Test
  void findsNothingThatWasNotSaved() {
    Saves.all(store(), task().succeeded());

    assertThat(store().find(TestTasks.id())).isEmpty();
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

    Saves.all(store(), tasks);

    assertThat(tasks).allSatisfy(saved -> assertThat(store().find(saved.id())).contains(saved));
  }

  @Test
  void replacesTheWholeRecord() {
    Task accepted = task().accepted();
    Task running = TestTasks.started(accepted);
    Saves.all(store(), accepted);

    Saves.all(store(), running);

    assertThat(store().find(accepted.id())).contains(running);
    assertThat(store().list(TaskQuery.newest(10)).total()).isEqualTo(1);
  }

  @Test
  void keepsTheLastOfManySavesInTheOrderTheyWereAskedFor() {
    List<Task> walk = walk(task(), 3);

    Saves.all(store(), walk);

    assertThat(store().find(walk.getFirst().id())).contains(walk.getLast());
  }

  @Test
  void neverChangesAFinishedTask() {
    Task running = task().running();
    Task finished = task().ended(running, new Answered(200, Json.string("done"), null));
    Task contrary = task().ended(running, new Answered(404, Json.string("other"), null));
    Saves.all(store(), running, finished);

    LeaseId by = Saves.lease(store());
    assertThat(ask().save(contrary, by, false)).isEqualTo(new SaveResult.Lost());
    assertThat(ask().save(running, by, true)).isEqualTo(new SaveResult.Lost());
    Saves.all(store(), task().succeeded());

    assertThat(store().find(running.id())).contains(finished);
    assertThat(store().list(query(TaskStatus.SUCCESS, null)).total()).isEqualTo(2);
    assertThat(store().list(query(TaskStatus.ERROR, null)).total()).isZero();
    assertThat(store().list(query(TaskStatus.RUNNING, null)).total()).isZero();
  }

  @Test
  void isWritableAfterASave() {
    Saves.all(store(), task().accepted());

    assertThat(store().isWritable()).isTrue();
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

    Saves.all(store(), task);

    Task kept = store().find(task.id()).orElseThrow();
    assertThat(kept.spec().payload()).isEqualTo(json);
    assertThat(kept.spec().meta()).isEqualTo(meta);
    assertThat(kept.finished().orElseThrow().responseBody()).isEqualTo(json);
    assertThat(kept).isEqualTo(task);
  }

  @Test
  void keepsALargeBodyWhole() {
    JsonText body = Json.string("\u0000é😀".repeat(100_000));
    Task task = task().withPayload(body, null).accepted();

    Saves.all(store(), task);

    assertThat(store().find(task.id())).contains(task);
  }

  @Test
  void keepsAnyWordsInErrorsAndNames() {
    TestTasks odd = task().withDroplet("Ünïcode 'quoted' \"twice\" %_\\ 😀");
    Task task = odd.ended(odd.running(), new Refused("line\nbreak\u0000 'x' 😀"));

    Saves.all(store(), task);

    assertThat(store().find(task.id())).contains(task);
    assertThat(store().list(query(null, odd.spec().dropletName())).tasks()).containsExactly(task);
  }

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
            Saves.all(store(), walk);
            ends.add(walk.getLast());
            assertThat(store().find(walk.getLast().id())).contains(walk.getLast());
            assertIsOrderly(store(), TaskQuery.newest(50));
          }
        });

    assertThat(store().list(TaskQuery.newest(1)).total()).isEqualTo(800);
    assertThat(store().list(query(TaskStatus.SUCCESS, null)).total()).isEqualTo(800);
    assertThat(store().list(query(TaskStatus.RUNNING, null)).total()).isZero();
    assertThat(store().list(query(null, "droplet-0")).total()).isEqualTo(300);
    assertThat(ends).allSatisfy(end -> assertThat(store().find(end.id())).contains(end));
  }

  @Test
  void keepsOneEndWhenSeveralAreSavedAtOnce() throws Exception {
    for (int round = 0; round < 20; round++) {
      Task running = task().running();
      Saves.all(store(), running);
      List<Task> seen = Collections.synchronizedList(new ArrayList<>());

      Together.run(
          4,
          number -> {
            Task end = task().ended(running, new Answered(200 + number, null, null));
            ask().save(end, Saves.lease(store()), false);
            seen.add(store().find(running.id()).orElseThrow());
          });

      assertThat(seen).hasSize(4);
      assertThat(Collections.frequency(seen, seen.getFirst())).isEqualTo(4);
      assertThat(seen.getFirst().finished()).isPresent();
    }
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
