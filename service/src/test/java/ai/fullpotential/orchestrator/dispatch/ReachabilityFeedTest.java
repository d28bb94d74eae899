package ai.fullpotential.orchestrator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.registry.MeshListener;
import ai.fullpotential.orchestrator.registry.Reachability;
import ai.fullpotential.orchestrator.registry.TestDirectory;
import ai.fullpotential.orchestrator.task.Attempt;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskMachine;
import ai.fullpotential.orchestrator.task.TestTasks;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachabilityFeedTest {

  private static final String NAME = "registry";

  private final ManualTime time = new ManualTime();
  private final TestDirectory directory = new TestDirectory(time);
  private final Reachability reachability =
      new Reachability(directory.directory(), new MeshListener() {}, time, Duration.ofSeconds(90));
  private final ReachabilityFeed feed = new ReachabilityFeed(reachability);

  @BeforeEach
  void listWhereTheTasksGo() {
    listAt("http://localhost:8000");
  }

  @Test
  void anAnswerIsHeardAndAFailureIsAMiss() {
    feed.changed(TestTasks.task().succeeded());
    assertThat(reachability.reachable(NAME)).isTrue();
    feed.changed(TestTasks.task().waiting());
    assertThat(reachability.reachable(NAME)).isFalse();
    feed.changed(TestTasks.task().answered(404, null));
    assertThat(reachability.reachable(NAME)).isTrue();
    feed.changed(TestTasks.task().answered(500, null));
    assertThat(reachability.reachable(NAME)).isFalse();
  }

  /** Some begin with the address of the attempt, or with a part of it, and are others all the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:9000",
        "http://localhost:80",
        "http://localhost:8000/health",
        "https://localhost:8000",
        "http://other:8000"
      })
  void anAttemptAtAnAddressThatTheDropletHasLeftTellsNothing(String moved) {
    listAt(moved);
    feed.changed(TestTasks.task().succeeded());
    assertThat(reachability.reachable(NAME)).isFalse();

    reachability.called(NAME, true, time.instant());
    feed.changed(TestTasks.task().waiting());
    feed.changed(TestTasks.task().failed());
    assertThat(reachability.reachable(NAME)).isTrue();
  }

  @Test
  void anEndIsToldOnceAndNotAgainWithEachLaterChange() {
    Task waiting = TestTasks.task().waiting();
    feed.changed(waiting);
    assertThat(reachability.reachable(NAME)).isFalse();
    reachability.called(NAME, true, time.instant());

    Instant later = waiting.lastAttempt().map(Attempt::end).orElseThrow().at().plusSeconds(1);
    Task requeued = TaskMachine.step(waiting, new TaskEvent.DropletMissing(), later).task();
    feed.changed(requeued);
    feed.changed(TestTasks.started(requeued));
    feed.changed(
        TaskMachine.step(requeued, new TaskEvent.DropletMissing(), requeued.deadline()).task());

    assertThat(reachability.reachable(NAME)).isTrue();
  }

  private void listAt(String url) {
    directory.list(NAME, BaseUrl.parse(url).orElseThrow());
  }
}
