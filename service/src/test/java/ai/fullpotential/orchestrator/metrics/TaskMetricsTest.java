package ai.fullpotential.orchestrator.metrics;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TestTasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskMetricsTest {

  private final TaskMetrics metrics = new TaskMetrics();

  private void end(Task... tasks) {
    List.of(tasks).forEach(metrics::changed);
  }

  @Test
  void isAllZeroAtFirst() {
    Duration none = Duration.ZERO;
    assertThat(metrics.all())
        .isEqualTo(
            new TaskFigures(
                0, 0, 0, 0, 0, 0, 0, new ResponseTimes(0, none, none, none, none, none, none)));
    assertThat(metrics.all().total()).isZero();
    assertThat(metrics.all().successRatio()).isZero();
    assertThat(metrics.all().times().avg()).isZero();
    assertThat(metrics.byDroplet()).isEmpty();
    assertThat(metrics.bucketCounts()).containsOnly(0);
  }

  @Test
  void countsTasksByHowTheyEnded() {
    end(task().succeeded(), task().succeeded(), task().succeeded());
    end(task().failed(), task().answered(404, null), task().timedOut());

    TaskFigures all = metrics.all();
    assertThat(all.success()).isEqualTo(3);
    assertThat(all.error()).isEqualTo(2);
    assertThat(all.timeout()).isEqualTo(1);
    assertThat(all.total()).isEqualTo(6);
    assertThat(all.successRatio()).isEqualTo(0.5);
    assertThat(all.times().count()).isEqualTo(6);
  }

  @Test
  void countsATaskOnlyOnceItHasEnded() {
    end(task().accepted(), task().running(), task().waiting());

    assertThat(metrics.all().total()).isZero();
    assertThat(metrics.all().retries()).isZero();
    assertThat(metrics.byDroplet()).isEmpty();
  }

  @Test
  void countsRetriesAndWhatBecameOfThem() {
    Task retriedThenTimedOut = lateAfterOneRetry();
    Task retriedThenRefused =
        task().ended(TestTasks.started(task().waiting()), new Answered(404, null, null));

    end(task().succeeded(), task().succeededAfter(1), task().succeededAfter(2));
    end(task().failed(), retriedThenTimedOut, retriedThenRefused, task().timedOut());

    TaskFigures all = metrics.all();
    assertThat(all.retries()).isEqualTo(1 + 2 + 3 + 1 + 1);
    assertThat(all.succeededAfterRetry()).isEqualTo(2);
    assertThat(all.failedAfterRetry()).isEqualTo(3);
  }

  private static Task lateAfterOneRetry() {
    TestTasks slow = task().withTook(Duration.ofSeconds(29));
    Task late = slow.ended(TestTasks.started(task().waiting()), new Answered(500, null, null));
    assertThat(late.status()).isEqualTo(TaskStatus.TIMEOUT);
    return late;
  }

  @Test
  void measuresFromAcceptanceToTheEnd() {
    end(task().withTook(Duration.ofMillis(10)).succeeded());
    end(task().withTook(Duration.ofMillis(30)).succeeded());

    ResponseTimes times = metrics.all().times();
    assertThat(times.min()).isEqualTo(Duration.ofMillis(10));
    assertThat(times.max()).isEqualTo(Duration.ofMillis(30));
    assertThat(times.avg()).isEqualTo(Duration.ofMillis(20));
    assertThat(times.sum()).isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void takesAnEndBeforeTheAcceptanceAsNoTimeAtAll() {
    end(task().withTook(Duration.ofSeconds(-1)).succeeded());

    assertThat(metrics.all().times().max()).isZero();
    assertThat(metrics.all().total()).isEqualTo(1);
  }

  @Test
  void tellsTheSameOfEachDropletWhateverTheCaseOfItsName() {
    end(task().withDroplet("Billing").succeeded(), task().withDroplet("BILLING").failed());
    end(task().withDroplet("audit").timedOut());

    assertThat(metrics.byDroplet()).containsOnlyKeys("Billing", "audit");
    assertThat(metrics.byDroplet().get("Billing"))
        .extracting("success", "error", "timeout", "retries")
        .containsExactly(1L, 1L, 0L, 3L);
    assertThat(metrics.byDroplet().firstKey()).isEqualTo("Billing");
  }

  @Test
  void countsDropletsBeyondTheBoundTogether() {
    for (int i = 0; i < TaskMetrics.MAX_DROPLETS + 20; i++) {
      end(task().withDroplet("droplet-" + i).succeeded());
    }
    end(task().withDroplet("droplet-0").succeeded());

    var byDroplet = metrics.byDroplet();
    assertThat(byDroplet).hasSize(TaskMetrics.MAX_DROPLETS + 1);
    assertThat(byDroplet.get(TaskMetrics.OTHER_DROPLETS)).extracting("success").isEqualTo(20L);
    assertThat(byDroplet.get("droplet-0")).extracting("success").isEqualTo(2L);
    assertThat(metrics.all().total()).isEqualTo(TaskMetrics.MAX_DROPLETS + 21);
  }

  @Test
  void losesNothingWhenManyThreadsCount() throws InterruptedException {
    Task[] ends = {
      task().withDroplet("a").succeeded(),
      task().withDroplet("b").failed(),
      task().withDroplet("c").timedOut()
    };
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int start = i;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int n = 0; n < 3000; n++) {
                      metrics.changed(ends[(start + n) % 3]);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    TaskFigures all = metrics.all();
    assertThat(all.success()).isEqualTo(6000);
    assertThat(all.error()).isEqualTo(6000);
    assertThat(all.timeout()).isEqualTo(6000);
    assertThat(all.retries()).isEqualTo(18_000);
    assertThat(all.times().count()).isEqualTo(18_000);
    assertThat(metrics.byDroplet().values()).allMatch(figures -> figures.total() == 6000);
    assertThat(java.util.Arrays.stream(metrics.bucketCounts()).sum()).isEqualTo(18_000);
  }

  @Test
  void refusesToCountWhatIsNoEnd() {
    TaskTally tally = new TaskTally();

    assertThatIllegalArgumentException().isThrownBy(() -> tally.count(TaskStatus.QUEUED, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> tally.count(TaskStatus.RUNNING, 0, 1));
  }
}
