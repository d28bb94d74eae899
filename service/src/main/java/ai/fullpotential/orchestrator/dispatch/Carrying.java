package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore.TakeResult;
import ai.fullpotential.orchestrator.time.Loop;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Begins the walks of this node, of each task one at a time: a lease keeps other nodes' writes out, but
 * not those of another walk on this one. Safe for any thread.
 */
final class Carrying {

  private final Parts parts;
  private final Walks walks;

  Carrying(Parts parts, Walks walks) {
    this.parts = parts;
    this.walks = walks;
  }

  /**
   * Carries on a task that the store gave this node; counted as asynchronous already.
   *
   * @param start how its walk begins
   */
  void carryOn(Task task, LeaseId lease, Loop loop, Consumer<Walk> start) {
    while (!begin(task, lease, loop, start)) {
      Optional<Walk> before = walks.find(task.id());
      if (before.isPresent()) {
        before.get().giveWay(() -> takeAnew(task.id(), lease, loop));
        return;
      }
    }
  }

  /** What was given may be older than what the walk before it has written under the same lease. */
  private void takeAnew(TaskId id, LeaseId lease, Loop loop) {
    parts
        .store()
        .take(
            id,
            lease,
            result -> {
              boolean begun =
                  switch (result) {
                    case TakeResult.Taken(Task now) -> begin(now, lease, loop, Walk::resume);
                    case TakeResult.Held(Task now) -> begin(now, lease, loop, Walk::resume);
                    case TakeResult.Ended _, TakeResult.Missing _ -> false;
                    case TakeResult.Unknown _ -> {
                      walks.doubt();
                      yield false;
                    }
                  };
              if (!begun) {
                walks.leaveAsynchronous();
              }
            });
  }

  /** False, and nothing begun, when the task has a walk. */
  private boolean begin(Task task, LeaseId lease, Loop loop, Consumer<Walk> start) {
    Walk walk =
        walk(
            new Beginning(task, lease, false, null, parts.time().anchored()),
            loop,
            () -> {},
            _ -> walks.leaveAsynchronous());
    boolean only = walks.addIfAbsent(walk);
    if (only) {
      loop.execute(() -> start.accept(walk));
    }
    return only;
  }

  /** A walk among those under way, that leaves them when it ends. */
  Walk carryOn(Beginning beginning, Loop loop, Runnable silence, Consumer<WalkEnd> done) {
    Walk walk = walk(beginning, loop, silence, done);
    walks.add(walk);
    return walk;
  }

  private Walk walk(Beginning beginning, Loop loop, Runnable silence, Consumer<WalkEnd> done) {
    Walk[] self = new Walk[1];
    Walk walk =
        new Walk(
            beginning,
            parts,
            loop,
            silence,
            end -> {
              walks.remove(self[0]);
              done.accept(end);
            });
    self[0] = walk;
    return walk;
  }
}
