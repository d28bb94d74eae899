package ai.fullpotential.orchestrator.simulation;

import ai.fullpotential.orchestrator.dispatch.Steering.Steered;
import ai.fullpotential.orchestrator.dispatch.Submission;
import ai.fullpotential.orchestrator.dispatch.TaskOutcome;
import ai.fullpotential.orchestrator.simulation.Rows.Row;
import ai.fullpotential.orchestrator.task.IdempotencyKey;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.task.TaskState;
import ai.fullpotential.orchestrator.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Those who ask for tasks, ask again when they were not told, and cancel or release some. */
final class SimCallers {

  private static final int MOST_TRIES = 4;

  private final World world;
  private final Rows rows;
  private final Supplier<@Nullable SimNode> anyNode;
  private final Workload workload;
  private final List<Request> requests = new ArrayList<>();
  private final Map<TaskId, Task> ends = new LinkedHashMap<>();
  private final Set<TaskId> acknowledged = new HashSet<>();
  private final Map<TaskId, SimNode> steered = new HashMap<>();

  /** One submission to one node. */
  private final class Request {
    private final String id = "r" + requests.size();
    private final TaskSpec spec;
    private final @Nullable IdempotencyKey key;
    private final SimNode node;
    private final int tries;
    private @Nullable TaskOutcome told;

    Request(TaskSpec spec, @Nullable IdempotencyKey key, SimNode node, int tries) {
      this.spec = spec;
      this.key = key;
      this.node = node;
      this.tries = tries;
    }

    void send() {
      world.note(id + " to " + node.machine.name + ", " + key + ", " + spec.options());
      SimLoop loop = node.nextLoop();
      loop.execute(
          () ->
              node.dispatcher.submit(
                  new Submission(spec, Origin.caller(id), key, loop, this::tell)));
      world.after(Duration.ofSeconds(12), this::again);
    }

    private void tell(TaskOutcome outcome) {
      world.note(id + " is told " + outcome.getClass().getSimpleName());
      if (told != null) {
        world.violation(id + " was told twice: " + told + ", " + outcome);
      }
      told = outcome;
      heard(this, outcome);
    }

    /** As a caller does that has a key, when it does not know that its task is recorded. */
    private void again() {
      boolean known =
          told instanceof TaskOutcome.Ended
              || told instanceof TaskOutcome.Accepted
              || told instanceof TaskOutcome.Replayed
              || told instanceof TaskOutcome.Mismatch
              || told instanceof TaskOutcome.Elsewhere
              || told instanceof TaskOutcome.CutByShutdown;
      SimNode other = anyNode.get();
      if (!known && key != null && tries < MOST_TRIES && other != null) {
        submit(new Request(spec, key, other, tries + 1));
      }
    }
  }

  SimCallers(World world, Rows rows, Supplier<@Nullable SimNode> anyNode) {
    this.world = world;
    this.rows = rows;
    this.anyNode = anyNode;
    this.workload = new Workload(world);
  }

  private void submit(Request request) {
    requests.add(request);
    request.send();
  }

  /** One more task is asked for. */
  void submitOne() {
    SimNode node = anyNode.get();
    if (node != null) {
      submit(new Request(workload.draw(), key(), node, 1));
    }
  }

  private @Nullable IdempotencyKey key() {
    if (world.chance(0.5)) {
      return null;
    }
    String name = world.chance(0.5) ? "k" + world.random.nextInt(3) : "own" + requests.size();
    return new IdempotencyKey("caller", name, world.chance(0.85) ? "same" : "other");
  }

  private void heard(Request request, TaskOutcome outcome) {
    switch (outcome) {
      case TaskOutcome.Ended(Task task, _) -> ended(task);
      case TaskOutcome.Accepted(Task task) -> acknowledge(task.id());
      case TaskOutcome.Elsewhere(TaskId id) -> acknowledge(id);
      case TaskOutcome.Replayed(TaskId id) -> acknowledge(id);
      case TaskOutcome.Mismatch(TaskId id) -> acknowledge(id);
      case TaskOutcome.CutByShutdown(TaskId id) -> acknowledge(id);
      case TaskOutcome.StoreLost _ -> {}
      case TaskOutcome.UnknownDroplet _,
          TaskOutcome.Full _,
          TaskOutcome.Draining _,
          TaskOutcome.NoStore _ -> {
        if (rows.all().stream().anyMatch(row -> row.task.requestId().equals(request.id))) {
          world.violation(request.id + " is recorded, but was told " + outcome);
        }
      }
    }
  }

  private void acknowledge(TaskId id) {
    acknowledged.add(id);
    if (rows.find(id) == null) {
      world.violation("I1: acknowledged, but not recorded: " + id);
    }
  }

  private void ended(Task task) {
    acknowledge(task.id());
    ends.put(task.id(), task);
    Row row = rows.find(task.id());
    if (row != null && !row.task.equals(task)) {
      world.violation(
          "told " + WatchedStore.text(task) + ", recorded " + WatchedStore.text(row.task));
    }
  }

  /** Somebody cancels a task that has not ended. */
  void cancelOne() {
    Optional<TaskId> id = pick(TaskStatus.QUEUED, TaskStatus.RUNNING);
    SimNode node = anyNode.get();
    if (id.isEmpty() || node == null) {
      return;
    }
    world.note("cancel " + id.get() + " at " + node.machine.name);
    steered.put(id.get(), node);
    SimLoop loop = node.nextLoop();
    loop.execute(() -> node.steering.cancel(id.get(), loop, result -> steered(id.get(), result)));
  }

  private void steered(TaskId id, Steered result) {
    world.note("cancel " + id + ": " + result.getClass().getSimpleName());
    steered.remove(id);
    Row row = rows.find(id);
    if (result instanceof Steered.Done && (row == null || !row.isFinal())) {
      world.violation("cancelled, but not recorded so: " + id);
    } else if (result instanceof Steered.Missing && row != null) {
      world.violation("I1: missing for who cancels it: " + id);
    }
  }

  /** Somebody looks after what is held. */
  void releaseHeld() {
    SimNode node = anyNode.get();
    Optional<TaskId> id = pick(TaskStatus.HELD);
    if (node != null && id.isPresent()) {
      boolean goOn = world.chance(0.7);
      world.note("release " + id.get() + " at " + node.machine.name + ": " + goOn);
      SimLoop loop = node.nextLoop();
      loop.execute(() -> node.steering.release(id.get(), goOn, loop, _ -> {}));
    }
  }

  private Optional<TaskId> pick(TaskStatus... statuses) {
    List<TaskId> all =
        rows.all().stream()
            .map(row -> row.task)
            .filter(task -> List.of(statuses).contains(task.status()))
            .map(Task::id)
            .filter(id -> !steered.containsKey(id) || !steered.get(id).isAlive())
            .toList();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(all.get(world.random.nextInt(all.size())));
  }

  /** Whether every task has ended and everybody was told who can have been. */
  boolean isSettled() {
    return requests.stream().allMatch(r -> r.told != null || !r.node.isAlive())
        && rows.all().stream().allMatch(Row::isFinal);
  }

  /** To be called once all should have settled. */
  void check() {
    for (Request request : requests) {
      if (request.told == null && request.node.isAlive()) {
        world.violation(request.id + " was told nothing");
      }
    }
    for (Row row : rows.all()) {
      if (!row.isFinal()) {
        world.violation(
            "I1: no end of "
                + (acknowledged.contains(row.task.id()) ? "acknowledged " : "")
                + WatchedStore.text(row.task)
                + ", held by "
                + row.holder);
      } else if (!(row.task.state() instanceof TaskState.Finished)) {
        world.violation("no end, but final: " + row.task);
      }
    }
    ends.values().forEach(this::ended);
  }
}
