package ai.fullpotential.orchestrator.store;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.task.AttemptResult;
import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.AttemptResult.Refused;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskState;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.task.TestTasks;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The store against a plain list that is searched from end to end, over random histories. */
class InMemoryTaskStoreModelTest {

  private static final List<String> DROPLETS = List.of("a", "B", "c");
  private static final int MAX_FINISHED = 5;
  private static final Duration RETENTION = Duration.ofMinutes(10);

  private ManualTime time = new ManualTime();
  private TaskStore store = fresh();
  private final List<Task> created = new ArrayList<>();
  private final List<End> ends = new ArrayList<>();

  private TaskStore fresh() {
    return new InMemoryTaskStore(new HistorySettings(MAX_FINISHED, RETENTION), time);
  }

  private record End(Task task, long nanos) {}

  @Property(tries = 200)
  void tellsTheSameAsAPlainList(@ForAll long seed) {
    time = new ManualTime();
    store = fresh();
    created.clear();
    ends.clear();
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      switch (random.nextInt(4)) {
        case 0 -> keep(task().withDroplet(pick(random, DROPLETS)).accepted());
        case 1, 2 -> advanceOne(random);
        case 3 -> time.advance(Duration.ofSeconds(random.nextInt(200)));
        default -> throw new AssertionError();
      }
      forget();
      compare(1 + random.nextInt(10));
    }
  }

  private void advanceOne(Random random) {
    List<Task> open = created.stream().filter(t -> t.finished().isEmpty()).toList();
    if (!open.isEmpty()) {
      Task task = pick(random, open);
      AttemptResult result =
          random.nextBoolean() ? new Answered(200, null, null) : new Refused("refused");
      keep(
          task.state() instanceof TaskState.Running
              ? task().ended(task, result)
              : TestTasks.started(task));
    }
  }

  private void keep(Task task) {
    Saves.all(store, task);
    int at = created.stream().map(Task::id).toList().indexOf(task.id());
    if (at < 0) {
      created.add(task);
    } else {
      created.set(at, task);
    }
    if (task.finished().isPresent()) {
      ends.add(new End(task, time.nanos()));
    }
  }

  private void forget() {
    while (ends.size() > MAX_FINISHED
        || (!ends.isEmpty() && time.nanos() - ends.getFirst().nanos() > RETENTION.toNanos())) {
      created.remove(ends.removeFirst().task());
    }
  }

  private void compare(int limit) {
    List<Optional<String>> droplets =
        List.of(Optional.empty(), Optional.of("A"), Optional.of("b"), Optional.of("none"));
    List<Optional<TaskStatus>> statuses = new ArrayList<>(List.of(Optional.empty()));
    List.of(TaskStatus.values()).forEach(status -> statuses.add(Optional.of(status)));
    for (Optional<String> droplet : droplets) {
      for (Optional<TaskStatus> status : statuses) {
        List<Task> expected =
            created.reversed().stream()
                .filter(t -> status.isEmpty() || t.status() == status.get())
                .filter(
                    t ->
                        droplet.isEmpty() || t.spec().dropletName().equalsIgnoreCase(droplet.get()))
                .toList();
        var page = store.list(new TaskQuery(status, droplet, limit));
        assertThat(page.total()).isEqualTo(expected.size());
        assertThat(page.tasks()).isEqualTo(expected.stream().limit(limit).toList());
      }
    }
  }

  private static <T> T pick(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
