package ai.fullpotential.orchestrator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.dispatch.MassReplay.Count;
import ai.fullpotential.orchestrator.dispatch.MassReplay.Status;
import ai.fullpotential.orchestrator.dispatch.MassReplays.Means;
import ai.fullpotential.orchestrator.store.InMemoryDocuments;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Mass replays that several nodes see, of which some die. */
class MassReplaysTest {

  private final DispatchBench bench = new DispatchBench();
  private final Documents documents = new InMemoryDocuments();
  private final List<Runnable> started = new ArrayList<>();
  private Duration paused = Duration.ZERO;
  private Duration diesAfter = Duration.ofDays(1);

  private MassReplays node(String name) {
    return new MassReplays(
        new Means(bench.store, documents, bench.time, this::pause, name),
        new Replayer(bench.dispatcher, Task::spec, () -> bench.loop),
        started::add);
  }

  /** A node's death is the last that its thread sees of a pause. */
  private void pause(Duration wait) throws InterruptedException {
    paused = paused.plus(wait);
    bench.loop.advance(wait);
    if (paused.compareTo(diesAfter) >= 0) {
      throw new InterruptedException("the node dies");
    }
  }

  private void runStarted() {
    List<Runnable> runs = List.copyOf(started);
    started.clear();
    runs.forEach(Runnable::run);
    Thread.interrupted();
  }

  private static MassReplay asked(DispatchBench bench, String rate, int matched) {
    return new MassReplay(
        "job-1",
        Status.RUNNING,
        new TaskQuery(Optional.of(TaskStatus.SUCCESS), Optional.empty(), 1),
        new BigDecimal(rate),
        "request-9",
        bench.time.instant(),
        null,
        new Count(matched, true, 0, 0, null),
        "");
  }

  private List<TaskId> ended(int count) {
    bench.caller.plays(ScriptedCaller.Play.at(DispatchBench.OK));
    for (int i = 0; i < count; i++) {
      bench.submit();
    }
    bench.time.advance(Duration.ofSeconds(1));
    return bench.store.list(TaskQuery.newest(100)).tasks().stream().map(Task::id).toList();
  }

  private List<String> replayed() {
    return bench.store.list(TaskQuery.newest(100)).tasks().stream()
        .filter(task -> task.origin().of() != null)
        .map(task -> task.origin().of())
        .toList();
  }

  @Test
  void itReplaysAtItsPaceFromTheNewestOn() {
    List<TaskId> ended = ended(5);
    MassReplays node = node("node-1");
    node.begin(asked(bench, "0.5", 5));
    runStarted();

    assertThat(replayed().reversed())
        .containsExactlyElementsOf(ended.stream().map(TaskId::value).toList());
    assertThat(paused).as("four waits of two seconds").isEqualTo(Duration.ofSeconds(8));
    MassReplay done = node.find("job-1").orElseThrow();
    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.count()).isEqualTo(new Count(5, true, 5, 0, null));
  }

  @Test
  void anotherNodeGoesOnWhenOneHasDiedAndReplaysNothingTwice() {
    List<TaskId> ended = ended(8);
    MassReplays first = node("node-1");
    diesAfter = Duration.ofMillis(2600);
    first.begin(asked(bench, "2", 8));
    runStarted();
    int before = replayed().size();
    assertThat(before).as("it died under way").isBetween(2, 7);
    assertThat(first.find("job-1").orElseThrow().count().replayed())
        .as("and had not written all of it down")
        .isLessThan(before);

    diesAfter = Duration.ofDays(1);
    MassReplays second = node("node-2");
    second.watch();
    bench.time.advance(MassReplays.SILENCE.minusMillis(1));
    second.watch();
    assertThat(started).as("it may be alive").isEmpty();
    bench.time.advance(Duration.ofMillis(1));
    second.watch();
    assertThat(started).hasSize(1);
    runStarted();

    MassReplay done = second.find("job-1").orElseThrow();
    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.node()).isEqualTo("node-2");
    assertThat(done.count().replayed()).isEqualTo(8);
    assertThat(replayed())
        .containsExactlyInAnyOrderElementsOf(ended.stream().map(TaskId::value).toList());
  }

  @Test
  void aNodeThatIsSlowAndNotDeadStopsOnceAnotherGoesOn() {
    ended(6);
    MassReplays first = node("node-1");
    first.begin(asked(bench, "0.1", 6));
    Runnable slow = started.removeFirst();
    MassReplays second = node("node-2");
    second.watch();
    bench.time.advance(MassReplays.SILENCE);
    second.watch();
    slow.run();
    assertThat(replayed()).as("one at most before it notices").hasSizeLessThanOrEqualTo(1);
    runStarted();
    assertThat(replayed()).hasSize(6).doesNotHaveDuplicates();
    assertThat(second.find("job-1").orElseThrow().count().replayed()).isEqualTo(6);
  }

  @Test
  void oneThatWasCancelledElsewhereStopsAndTellsHowFarItCame() {
    ended(6);
    MassReplays first = node("node-1");
    MassReplays second = node("node-2");
    first.begin(asked(bench, "1", 6));
    bench.loop.after(
        Duration.ofMillis(2500),
        () -> assertThat(second.cancel("job-1").orElseThrow().done()).isTrue());
    runStarted();

    MassReplay cancelled = first.find("job-1").orElseThrow();
    assertThat(cancelled.status()).isEqualTo(Status.CANCELLED);
    assertThat(replayed().size()).isBetween(3, 5);
    assertThat(cancelled.count().replayed()).isEqualTo(replayed().size());
    assertThat(first.cancel("job-1").orElseThrow().done()).isFalse();
  }

  @Test
  void oneThatHasEndedIsForgottenAfterAWeek() {
    MassReplays node = node("node-1");
    node.begin(asked(bench, "1", 0));
    runStarted();
    node.watch();
    assertThat(node.all()).hasSize(1);
    bench.time.advance(MassReplays.KEPT.plusSeconds(1));
    node.watch();
    assertThat(node.all()).isEmpty();
  }
}
