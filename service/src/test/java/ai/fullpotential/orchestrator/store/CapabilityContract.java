package ai.fullpotential.orchestrator.store;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.AttemptResult.Refused;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Target;
import ai.fullpotential.orchestrator.task.Target.RegistryState;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskMachine;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskState;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore.Change;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tasks whose droplet is chosen again for each attempt. */
abstract class CapabilityContract extends StoreFixture {

  private static final Duration LEASE = Duration.ofSeconds(100);

  private static Task sentTo(String droplet, Task queued) {
    Target target = new Target("http://" + droplet + "/x", RegistryState.FRESH, "n", droplet);
    TaskState.Queued waited = (TaskState.Queued) queued.state();
    return TaskMachine.step(queued.routedTo(droplet), new TaskEvent.Due(target), waited.until())
        .task();
  }

  private static Task refused(Task running) {
    return task().ended(running, new Refused("connection refused"));
  }

  private List<Task> of(@Nullable TaskStatus status, @Nullable String droplet) {
    return page(status, droplet).tasks();
  }

  private TaskPage page(@Nullable TaskStatus status, @Nullable String droplet) {
    return store()
        .list(new TaskQuery(Optional.ofNullable(status), Optional.ofNullable(droplet), 10));
  }

  @Test
  void aTaskIsTheDropletsThatWasChosenLast() {
    Task accepted = task().withCapability("Mail").accepted();
    Task first = sentTo("Alpha", accepted);
    Task waiting = refused(first);
    Task second = sentTo("beta", waiting);
    Task ended = task().ended(second, new Answered(200, null, null));

    Saves.all(store(), accepted);
    assertThat(store().find(accepted.id())).contains(accepted);
    assertThat(store().list(TaskQuery.newest(10)).tasks()).containsExactly(accepted);
    Saves.all(store(), first);
    assertThat(store().find(first.id())).contains(first);
    assertThat(of(null, "ALPHA")).containsExactly(first);
    Saves.all(store(), waiting, second);
    assertThat(of(null, "alpha")).isEmpty();
    assertThat(of(TaskStatus.RUNNING, "beta")).containsExactly(second);
    Saves.all(store(), ended);
    assertThat(store().find(ended.id())).contains(ended);
    assertThat(of(TaskStatus.SUCCESS, "beta")).containsExactly(ended);
    assertThat(ended.attempts()).extracting(ended::dropletOf).containsExactly("Alpha", "beta");
  }

  @Test
  void countsFollowTheTask() {
    Task plain = task().withDroplet("alpha").succeeded();
    Task first = sentTo("alpha", task().withCapability("mail").accepted());
    Task second = sentTo("beta", refused(first));
    Saves.all(store(), plain, first);
    assertThat(page(null, "alpha").total()).isEqualTo(2);
    Saves.all(store(), refused(first), second);

    assertThat(page(null, "alpha").total()).isEqualTo(1);
    assertThat(page(null, "beta").total()).isEqualTo(1);
    assertThat(page(TaskStatus.RUNNING, "beta").total()).isEqualTo(1);
    Saves.all(store(), task().ended(second, new Answered(200, null, null)));
    assertThat(page(TaskStatus.SUCCESS, "alpha").total()).isEqualTo(1);
    assertThat(page(TaskStatus.SUCCESS, "beta").total()).isEqualTo(1);
    assertThat(page(null, null).total()).isEqualTo(2);
  }

  @Test
  void aMoveThatIsAskedForTwiceCountsOnce() {
    LeaseId node = ask().join("a", LEASE);
    Task first = ask().held(sentTo("alpha", task().withCapability("mail").accepted()), node);
    Task waiting = refused(first);
    Task second = sentTo("beta", waiting);
    assertThat(ask().save(new Change(first, waiting, node, true, List.of())))
        .isEqualTo(new SaveResult.Saved());
    Change move = new Change(waiting, second, node, true, List.of());
    assertThat(ask().save(move)).isEqualTo(new SaveResult.Saved());
    assertThat(ask().save(move)).isEqualTo(new SaveResult.Saved());
    assertThat(page(null, "alpha").total()).isZero();
    assertThat(page(null, "beta").total()).isEqualTo(1);
  }

  @Test
  void oneThatWaitsAtAGateIsCalledUpByTheDropletItWaitsFor() {
    LeaseId node = ask().join("a", LEASE);
    Task accepted =
        ask().held(task().asynchronous(5, null).withCapability("mail").accepted(), node);
    Task parked =
        TaskMachine.step(
                accepted.routedTo("beta"),
                new TaskEvent.Blocked(TaskState.Waiting.CONCURRENCY),
                accepted.createdAt())
            .task();
    assertThat(ask().save(new Change(accepted, parked, node, false, List.of())))
        .isEqualTo(new SaveResult.Saved());

    assertThat(store().waitedFor()).containsExactly("beta");
    assertThat(ask().callUp("alpha", node, 5)).isEmpty();
    assertThat(ask().callUp("BETA", node, 5)).containsExactly(parked);
  }

  @Test
  void filtersByCapability() {
    Task one = task().withCapability("Mail").withTags("blue").accepted();
    Task two = sentTo("alpha", task().withCapability("mail").accepted());
    Saves.all(store(), one, task().withDroplet("mail").withTags("mail").accepted(), two);
    Saves.all(store(), task().withCapability("mailing").accepted());

    assertThat(store().list(offering("MAIL", null)).tasks()).containsExactly(two, one);
    assertThat(store().list(offering("mail", null)).total()).isEqualTo(2);
    assertThat(store().list(offering("mail", "blue")).tasks()).containsExactly(one);
    assertThat(store().list(offering("post", null)).tasks()).isEmpty();
  }

  private static TaskQuery offering(String capability, @Nullable String tag) {
    return new TaskQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(tag),
        Optional.of(capability),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        10);
  }
}
