package ai.fullpotential.orchestrator.simulation;

import ai.fullpotential.orchestrator.task.TaskState;
import ai.fullpotential.orchestrator.task.TaskStore;
import java.time.Duration;
import java.util.function.Consumer;

/** What a node may get wrong about its store. */
final class NodeFlaws {
  private NodeFlaws() {}

  static TaskStore answersItself(TaskStore real, World world) {
    return new ForwardingStore(real) {
      @Override
      public void save(Change change, Consumer<SaveResult> done) {
        if (change.task().state() instanceof TaskState.Running) {
          done.accept(new SaveResult.Saved());
          super.save(change, _ -> {});
        } else {
          super.save(change, done);
        }
      }
    };
  }

  static TaskStore unknownIsSaved(TaskStore real, World world) {
    return new ForwardingStore(real) {
      @Override
      public void save(Change change, Consumer<SaveResult> done) {
        super.save(
            change,
            result ->
                done.accept(
                    result instanceof SaveResult.Unknown ? new SaveResult.Saved() : result));
      }
    };
  }

  static TaskStore unknownIsAdded(TaskStore real, World world) {
    return new ForwardingStore(real) {
      @Override
      public void add(Addition addition, Consumer<AddResult> done) {
        super.add(
            addition,
            result ->
                done.accept(result instanceof AddResult.Unknown ? new AddResult.Added() : result));
      }
    };
  }

  static TaskStore shortLeases(TaskStore real, World world) {
    return leases(real, Duration.ofMillis(900));
  }

  static TaskStore endlessLeases(TaskStore real, World world) {
    return leases(real, Duration.ofDays(1));
  }

  private static TaskStore leases(TaskStore real, Duration length) {
    return new ForwardingStore(real) {
      @Override
      public void join(String node, Duration lease, Consumer<LeaseResult> done) {
        super.join(node, length, done);
      }
    };
  }

  static TaskStore tellsTwice(TaskStore real, World world) {
    return new ForwardingStore(real) {
      @Override
      public void save(Change change, Consumer<SaveResult> done) {
        super.save(
            change,
            result -> {
              done.accept(result);
              done.accept(result);
            });
      }
    };
  }

  static TaskStore swallows(TaskStore real, World world) {
    return new ForwardingStore(real) {
      @Override
      public void save(Change change, Consumer<SaveResult> done) {
        super.save(change, world.chance(0.1) ? _ -> {} : done);
      }
    };
  }
}
