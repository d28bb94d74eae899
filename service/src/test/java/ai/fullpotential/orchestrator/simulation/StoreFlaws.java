package ai.fullpotential.orchestrator.simulation;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a store may get wrong. */
final class StoreFlaws {

  private static final Duration LATE = Duration.ofMillis(300);

  private StoreFlaws() {}

  /** Whoever writes is taken for the holder. */
  static TaskStore unfenced(TaskStore real, World world) {
    return new ForwardingStore(real) {
      private final Map<TaskId, LeaseId> holders = new HashMap<>();

      @Override
      public void save(Change change, Consumer<SaveResult> done) {
        super.save(
            change,
            result -> {
              LeaseId holder = holders.get(change.task().id());
              if (result instanceof SaveResult.Lost && holder != null) {
                super.save(
                    new Change(
                        change.from(), change.task(), holder, change.keeps(), change.follows()),
                    done);
              } else {
                done.accept(result);
              }
            });
      }

      @Override
      public void rescue(LeaseId by, int most, Consumer<ClaimResult> done) {
        super.rescue(by, most, result -> done.accept(noted(by, result)));
      }

      @Override
      public void claim(LeaseId by, int most, Consumer<ClaimResult> done) {
        super.claim(by, most, result -> done.accept(noted(by, result)));
      }

      private ClaimResult noted(LeaseId by, ClaimResult result) {
        given(result).forEach(task -> holders.put(task.id(), by));
        return result;
      }
    };
  }

  /** A change is taken for one that stands on whatever is recorded. */
  static TaskStore takesOldChanges(TaskStore real, World world) {
    return new ForwardingStore(real) {
      @Override
      public void save(Change change, Consumer<SaveResult> done) {
        Task now = real.find(change.task().id()).orElse(change.from());
        super.save(
            new Change(now, change.task(), change.by(), change.keeps(), change.follows()), done);
      }
    };
  }

  static TaskStore addsLate(TaskStore real, World world) {
    return new ForwardingStore(real) {
      @Override
      public void add(Addition addition, Consumer<AddResult> done) {
        done.accept(new AddResult.Added());
        world.after(LATE, () -> super.add(addition, _ -> {}));
      }
    };
  }

  static TaskStore savesLate(TaskStore real, World world) {
    return new ForwardingStore(real) {
      @Override
      public void save(Change change, Consumer<SaveResult> done) {
        done.accept(new SaveResult.Saved());
        world.after(LATE, () -> super.save(change, _ -> {}));
      }
    };
  }

  static TaskStore forgetsClaims(TaskStore real, World world) {
    return new ForwardingStore(real) {
      @Override
      public void claim(LeaseId by, int most, Consumer<ClaimResult> done) {
        super.claim(
            by,
            most,
            result -> {
              given(result).forEach(task -> free(real, task, by));
              done.accept(result);
            });
      }
    };
  }

  static TaskStore givesTwice(TaskStore real, World world) {
    return new ForwardingStore(real) {
      private List<Task> last = List.of();

      @Override
      public void claim(LeaseId by, int most, Consumer<ClaimResult> done) {
        super.claim(
            by,
            most,
            result -> {
              List<Task> all = new ArrayList<>(last);
              last = given(result);
              all.addAll(last);
              done.accept(new ClaimResult.Claimed(all, null));
            });
      }
    };
  }

  static TaskStore rescuesFromTheLiving(TaskStore real, World world) {
    return new ForwardingStore(real) {
      private final List<LeaseId> leases = new ArrayList<>();

      @Override
      public void join(String node, Duration lease, Consumer<LeaseResult> done) {
        super.join(
            node,
            lease,
            result -> {
              if (result instanceof LeaseResult.Granted(LeaseId id, _)) {
                leases.add(id);
              }
              done.accept(result);
            });
      }

      @Override
      public void rescue(LeaseId by, int most, Consumer<ClaimResult> done) {
        leases.stream().filter(id -> !id.equals(by)).forEach(id -> real.leave(id, _ -> {}));
        super.rescue(by, most, done);
      }
    };
  }

  static TaskStore rescuesOldRecords(TaskStore real, World world) {
    return new ForwardingStore(real) {
      private final Map<TaskId, Task> first = new HashMap<>();

      @Override
      public void add(Addition addition, Consumer<AddResult> done) {
        first.putIfAbsent(addition.task().id(), addition.task());
        super.add(addition, done);
      }

      @Override
      public void rescue(LeaseId by, int most, Consumer<ClaimResult> done) {
        super.rescue(
            by,
            most,
            result ->
                done.accept(
                    new ClaimResult.Claimed(
                        given(result).stream()
                            .map(task -> first.getOrDefault(task.id(), task))
                            .toList(),
                        null)));
      }
    };
  }

  static TaskStore resurrects(TaskStore real, World world) {
    return new ForwardingStore(real) {
      private final Map<TaskId, Task> risen = new HashMap<>();

      @Override
      public void save(Change change, Consumer<SaveResult> done) {
        super.save(
            change,
            result -> {
              TaskId id = change.task().id();
              if (real.find(id).filter(task -> !task.equals(change.task())).isPresent()
                  && real.find(id).get().finished().isPresent()) {
                risen.put(id, change.task());
                done.accept(new SaveResult.Saved());
              } else {
                done.accept(result);
              }
            });
      }

      @Override
      public Optional<Task> find(TaskId id) {
        return Optional.ofNullable(risen.get(id)).or(() -> real.find(id));
      }
    };
  }

  static TaskStore ignoresKeys(TaskStore real, World world) {
    return new ForwardingStore(real) {
      @Override
      public void add(Addition addition, Consumer<AddResult> done) {
        super.add(new Addition(addition.task(), addition.holder(), null), done);
      }
    };
  }

  static TaskStore reversesTurns(TaskStore real, World world) {
    return new ForwardingStore(real) {
      @Override
      public void claim(LeaseId by, int most, Consumer<ClaimResult> done) {
        super.claim(
            by,
            1000,
            result -> {
              List<Task> last = given(result).reversed();
              List<Task> kept = last.subList(0, Math.min(most, last.size()));
              last.subList(kept.size(), last.size()).forEach(task -> free(real, task, by));
              done.accept(new ClaimResult.Claimed(kept, null));
            });
      }
    };
  }

  static TaskStore dropsFollowers(TaskStore real, World world) {
    return new ForwardingStore(real) {
      @Override
      public void save(Change change, Consumer<SaveResult> done) {
        super.save(
            new Change(change.from(), change.task(), change.by(), change.keeps(), List.of()), done);
      }
    };
  }

  static TaskStore doublesFollowers(TaskStore real, World world) {
    return new ForwardingStore(real) {
      private int more;

      @Override
      public void save(Change change, Consumer<SaveResult> done) {
        super.save(change, done);
        for (Task task : change.follows()) {
          TaskId id = new TaskId("ffffffff-0000-7000-8000-%012x".formatted(++more));
          Task twin = Task.accepted(id, task.origin(), task.spec(), task.createdAt());
          super.add(new Addition(twin, null, null), _ -> {});
        }
      }
    };
  }

  static TaskStore hidesClaims(TaskStore real, World world) {
    return new ForwardingStore(real) {
      @Override
      public void claim(LeaseId by, int most, Consumer<ClaimResult> done) {
        super.claim(
            by,
            most,
            result ->
                done.accept(
                    new ClaimResult.Claimed(
                        given(result).stream().filter(_ -> world.chance(0.8)).toList(), null)));
      }
    };
  }

  static TaskStore letsGo(TaskStore real, World world) {
    return new ForwardingStore(real) {
      @Override
      public void save(Change change, Consumer<SaveResult> done) {
        super.save(
            new Change(change.from(), change.task(), change.by(), false, change.follows()), done);
      }
    };
  }

  static TaskStore losesWrites(TaskStore real, World world) {
    return new ForwardingStore(real) {
      @Override
      public void save(Change change, Consumer<SaveResult> done) {
        if (world.chance(0.05)) {
          done.accept(new SaveResult.Saved());
        } else {
          super.save(change, done);
        }
      }
    };
  }

  private static void free(TaskStore real, Task task, LeaseId by) {
    real.save(new TaskStore.Change(task, task, by, false, List.of()), _ -> {});
  }

  private static List<Task> given(TaskStore.ClaimResult result) {
    return result instanceof TaskStore.ClaimResult.Claimed(var tasks, _) ? tasks : List.of();
  }
}
