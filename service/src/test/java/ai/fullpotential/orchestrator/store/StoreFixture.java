package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.AttemptResult.Refused;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.task.TestTasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The store that a contract is tried on, and tasks for it. */
abstract class StoreFixture {

  private @Nullable TaskStore opened;

  /** A fresh, empty store, its clock not before {@link TestTasks#START}. */
  protected abstract TaskStore open() throws Exception;

  /** Makes the open store see so much time gone by. */
  protected abstract void pass(Duration time);

  @BeforeEach
  void openStore() throws Exception {
    opened = open();
  }

  @AfterEach
  void closeStore() {
    store().close();
  }

  final TaskStore store() {
    if (opened == null) {
      throw new IllegalStateException("no store is open");
    }
    return opened;
  }

  final Ask ask() {
    return new Ask(store());
  }

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

  static List<Task> many(int count, Function<TestTasks, Task> make) {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(make.apply(TestTasks.task()));
    }
    return tasks;
  }

  static TaskQuery query(@Nullable TaskStatus status, @Nullable String droplet) {
    return new TaskQuery(Optional.ofNullable(status), Optional.ofNullable(droplet), 1000);
  }
}
