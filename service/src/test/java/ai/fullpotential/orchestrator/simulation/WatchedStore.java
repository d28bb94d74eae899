package ai.fullpotential.orchestrator.simulation;

import ai.fullpotential.orchestrator.simulation.Rows.Row;
import ai.fullpotential.orchestrator.task.Attempt;
import ai.fullpotential.orchestrator.task.GateLine;
import ai.fullpotential.orchestrator.task.IdempotencyKey;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskState;
import ai.fullpotential.orchestrator.task.TaskStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the one store that all nodes share, and holds all that it is told and tells against
 * what a store must keep, and every change of a task against what a task may become.
 */
final class WatchedStore extends ForwardingStore {

  final Rows rows = new Rows();
  private final World world;
  private final List<Runnable> looks = new ArrayList<>();
  private final Map<String, IdempotencyKey> keys = new HashMap<>();
  private final Map<String, TaskId> keyOwners = new HashMap<>();

  WatchedStore(World world, TaskStore real) {
    super(real);
    this.world = world;
    real.onDue(() -> looks.forEach(Runnable::run));
  }

  @Override
  public void onDue(Runnable look) {
    looks.add(look);
  }

  @Override
  public void add(Addition addition, Consumer<AddResult> done) {
    real.add(
        addition,
        result -> {
          added(addition, result);
          done.accept(result);
        });
  }

  private void added(Addition addition, AddResult result) {
    Task task = addition.task();
    note("add " + text(task) + " for " + addition.holder() + ": " + result);
    IdempotencyKey key = addition.key();
    if (result instanceof AddResult.Added && rows.find(task.id()) == null) {
      if (key != null && keys.putIfAbsent(key.key(), key) != null) {
        world.violation("key " + key.key() + " made a second task, " + task.id());
      }
      if (key != null) {
        keyOwners.put(key.key(), task.id());
      }
      rows.put(task, addition.holder());
    } else if (result instanceof AddResult.Twin(TaskId id, boolean same)) {
      IdempotencyKey first = key == null ? null : keys.get(key.key());
      if (first == null || !id.equals(keyOwners.get(first.key())) || same != first.equals(key)) {
        world.violation("no such twin: " + result + " of " + key);
      }
    }
    unchanged(task.id());
  }

  @Override
  public void save(Change change, Consumer<SaveResult> done) {
    real.save(
        change,
        result -> {
          saved(change, result);
          done.accept(result);
        });
  }

  private void saved(Change change, SaveResult result) {
    Task task = change.task();
    note("save " + text(task) + " by " + change.by() + ": " + result);
    Row row = rows.find(task.id());
    if (result instanceof SaveResult.Saved && row != null) {
      if (row.isFinal()) {
        world.violation("I4: " + text(row.task) + " became " + text(task));
      } else if (!change.by().equals(row.holder)) {
        world.violation("I5: written under " + change.by() + ", held by " + row.holder);
      }
      if (!standsOn(change, row.task)) {
        world.violation("I4: " + text(row.task) + " was recorded after " + text(change.from()));
      }
      becomes(row.task, task);
      row.task = task;
      row.holder = change.keeps() && !row.isFinal() ? change.by() : null;
      change.follows().forEach(follower -> rows.put(follower, null));
    } else if (result instanceof SaveResult.Lost && row != null) {
      if (!row.isFinal() && change.by().equals(row.holder) && standsOn(change, row.task)) {
        world.violation("the holder of " + text(task) + " may not write");
      }
    }
    unchanged(task.id());
    change.follows().stream().map(Task::id).forEach(this::unchanged);
  }

  private static boolean standsOn(Change change, Task recorded) {
    return recorded.equals(change.from()) || recorded.equals(change.task());
  }

  /** Whether one recorded state may follow the other. */
  private void becomes(Task before, Task after) {
    if (before.equals(after)) {
      return;
    }
    int closed = before.attempts().size() - (before.state() instanceof TaskState.Running ? 1 : 0);
    int more = after.attempts().size() - before.attempts().size();
    if (more < 0
        || more > 1
        || !before.attempts().subList(0, closed).equals(after.attempts().subList(0, closed))) {
      world.violation("attempts of " + text(before) + " were rewritten by " + text(after));
    }
    if (before.state() instanceof TaskState.Running && after.state() instanceof TaskState.Running) {
      world.violation("an open attempt was opened again: " + text(after));
    }
    if (more == 1
        && before.state() instanceof TaskState.Queued(var until, var reason, _)
        && !reason.isAtGate()) {
      Attempt opened = after.attempts().getLast();
      if (opened.startedAt().isBefore(until) || world.instant().isBefore(until)) {
        world.violation("early: " + text(after) + " was not due before " + until);
      }
    }
  }

  @Override
  public void claim(LeaseId by, int most, Consumer<ClaimResult> done) {
    real.claim(
        by,
        most,
        result -> {
          if (result instanceof ClaimResult.Claimed(var tasks, _)) {
            claimed(by, most, tasks);
          }
          done.accept(result);
        });
  }

  private void claimed(LeaseId by, int most, List<Task> tasks) {
    for (Task task : tasks) {
      note("claim by " + by + ": " + text(task));
      Row row = known(task);
      if (row != null && !row.isClaimable(world.instant())) {
        world.violation("claimed, but not free and due: " + text(task) + ", " + row.holder);
      } else if (row != null
          && rows.first(world.instant()).filter(first -> Rows.isBefore(first, row)).isPresent()) {
        world.violation("claimed before its turn: " + text(task));
      }
      hold(row, by);
    }
    if (!tasks.isEmpty() && rows.hasRunOut(by, world.nanos())) {
      world.violation("I5: claimed under a lease that has run out: " + by);
    } else if (tasks.size() < most
        && !rows.hasRunOut(by, world.nanos())
        && rows.first(world.instant()).isPresent()) {
      world.violation("due, and not claimed: " + text(rows.first(world.instant()).get().task));
    }
  }

  @Override
  public void callUp(
      String dropletName, GateLine line, LeaseId by, int most, Consumer<ClaimResult> done) {
    real.callUp(
        dropletName,
        line,
        by,
        most,
        result -> {
          if (result instanceof ClaimResult.Claimed(var tasks, _)) {
            tasks.forEach(task -> calledUp(task, by));
          }
          done.accept(result);
        });
  }

  private void calledUp(Task task, LeaseId by) {
    note("call-up by " + by + ": " + text(task));
    Row row = known(task);
    if (row != null && (row.holder != null || !row.isAtGate())) {
      world.violation("called up, but not free before a gate: " + text(task));
    }
    hold(row, by);
    if (rows.hasRunOut(by, world.nanos())) {
      world.violation("I5: called up under a lease that has run out: " + by);
    }
  }

  @Override
  public void take(TaskId id, LeaseId by, Consumer<TakeResult> done) {
    real.take(
        id,
        by,
        result -> {
          note("take " + id + " by " + by + ": " + result.getClass().getSimpleName());
          if (result instanceof TakeResult.Taken(Task task)) {
            takenFromNobody(task, by, "taken");
          } else if (result instanceof TakeResult.Missing && rows.find(id) != null) {
            world.violation("I1: lost " + id);
          }
          done.accept(result);
        });
  }

  @Override
  public void rescue(LeaseId by, int most, Consumer<ClaimResult> done) {
    real.rescue(
        by,
        most,
        result -> {
          if (result instanceof ClaimResult.Claimed(var tasks, _)) {
            tasks.forEach(task -> takenFromNobody(task, by, "rescued"));
          }
          done.accept(result);
        });
  }

  private void takenFromNobody(Task task, LeaseId by, String how) {
    note(how + " by " + by + ": " + text(task));
    Row row = known(task);
    if (row != null
        && (row.isFinal() || (row.holder != null && !rows.hasRunOut(row.holder, world.nanos())))) {
      world.violation(how + " from a living lease: " + text(task) + ", " + row.holder);
    }
    hold(row, by);
  }

  @Override
  public void holding(LeaseId by, Consumer<ClaimResult> done) {
    real.holding(
        by,
        result -> {
          if (result instanceof ClaimResult.Claimed(var tasks, _)) {
            tasks.forEach(
                task -> {
                  note("holding by " + by + ": " + text(task));
                  Row row = known(task);
                  if (row != null && !by.equals(row.holder)) {
                    world.violation(by + " does not hold " + text(task));
                  }
                });
          }
          done.accept(result);
        });
  }

  @Override
  public void join(String node, Duration lease, Consumer<LeaseResult> done) {
    real.join(
        node,
        lease,
        result -> {
          note("join " + node + ": " + result);
          if (result instanceof LeaseResult.Granted(LeaseId id, _)) {
            rows.granted(id, lease.toNanos(), world.nanos());
          }
          done.accept(result);
        });
  }

  @Override
  public void renew(LeaseId lease, Consumer<LeaseResult> done) {
    real.renew(
        lease,
        result -> {
          note("renew " + lease + ": " + result.getClass().getSimpleName());
          if (result instanceof LeaseResult.Granted) {
            if (rows.hasRunOut(lease, world.nanos())) {
              world.violation("I5: renewed after its end: " + lease);
            }
            rows.renewed(lease, world.nanos());
          }
          done.accept(result);
        });
  }

  @Override
  public void leave(LeaseId lease, Consumer<LeaseResult> done) {
    real.leave(
        lease,
        result -> {
          note("leave " + lease);
          rows.ended(lease);
          done.accept(result);
        });
  }

  private @Nullable Row known(Task task) {
    Row row = rows.find(task.id());
    if (row == null || !row.task.equals(task)) {
      world.violation(
          "given as " + text(task) + ", recorded as " + (row == null ? null : text(row.task)));
    }
    return row;
  }

  private static void hold(@Nullable Row row, LeaseId by) {
    if (row != null) {
      row.holder = by;
    }
  }

  /** The store must hold just what it said. */
  void unchanged(TaskId id) {
    Row row = rows.find(id);
    Task expected = row == null ? null : row.task;
    Task found = real.find(id).orElse(null);
    if (!Objects.equals(found, expected)) {
      world.violation(
          "the store holds "
              + (found == null ? "nothing" : text(found))
              + " instead of "
              + (expected == null ? "nothing" : text(expected)));
    }
  }

  private void note(String line) {
    if (world.trace != null) {
      world.note("store: " + line);
    }
  }

  /** A task as a trace shows it. */
  static String text(Task task) {
    String attempts =
        task.attempts().isEmpty()
            ? ""
            : " #%d %s"
                .formatted(
                    task.attempts().size(),
                    task.attempts().getLast().end() == null
                        ? "open"
                        : task.attempts().getLast().end().outcome().wire());
    String state =
        task.state() instanceof TaskState.Queued(var until, var reason, _)
            ? "queued/%s until %tT.%2$tL"
                .formatted(reason.wire(), until.atZone(java.time.ZoneOffset.UTC))
            : task.status().wire();
    return task.id().value().substring(24) + " " + state + attempts;
  }
}
