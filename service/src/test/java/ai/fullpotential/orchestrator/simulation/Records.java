package ai.fullpotential.orchestrator.simulation;

import ai.fullpotential.orchestrator.simulation.Rows.Row;
import ai.fullpotential.orchestrator.task.Attempt;
import ai.fullpotential.orchestrator.task.Callback;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What all records together must say once everything has ended. */
final class Records {

  private final World world;
  private final Rows rows;
  private final Map<String, Machine> machines;
  private final Instant start;

  Records(World world, Rows rows, Map<String, Machine> machines) {
    this.world = world;
    this.rows = rows;
    this.machines = machines;
    this.start = world.instant().minus(world.elapsed());
  }

  void check() {
    for (Row row : rows.all()) {
      followers(row.task);
      row.task.attempts().forEach(attempt -> unseen(row.task, attempt));
    }
  }

  /** Each follower once: none lost, none made twice. */
  private void followers(Task task) {
    Callback callback = task.spec().options().callback();
    boolean succeeded = task.status() == TaskStatus.SUCCESS;
    expect(task, Origin.Kind.THEN, succeeded ? task.spec().options().then().tasks().size() : 0);
    expect(
        task,
        Origin.Kind.CALLBACK,
        callback != null && callback.events().contains(task.status()) ? 1 : 0);
  }

  private void expect(Task task, Origin.Kind kind, int expected) {
    long found =
        rows.all().stream()
            .map(row -> row.task.origin())
            .filter(origin -> origin.kind() == kind && task.id().value().equals(origin.of()))
            .count();
    if (found != expected) {
      world.violation(
          found + " tasks by " + kind + " of " + WatchedStore.text(task) + ", not " + expected);
    }
  }

  /** Only what happened to its node may cost an attempt its end, and so a duplicate. */
  private void unseen(Task task, Attempt attempt) {
    Attempt.End end = attempt.end();
    if (end == null || end.outcome() != Attempt.Outcome.UNKNOWN) {
      return;
    }
    Machine by = machines.get(attempt.target().node());
    if (by == null || !by.wasTroubled(nanos(attempt.startedAt()), nanos(end.at()))) {
      world.violation(
          "I6: nothing happened to "
              + attempt.target().node()
              + ", and attempt "
              + attempt.number()
              + " was repeated: "
              + WatchedStore.text(task));
    }
  }

  private long nanos(Instant at) {
    return Duration.between(start, at).toNanos();
  }
}
