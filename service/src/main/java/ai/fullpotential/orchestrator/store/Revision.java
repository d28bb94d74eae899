package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.Attempt;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskState;

/**
 * A mark that tells the records of one task apart: a hash of where it stands and of when things happened
 * to it. The same for a record and for what a store has kept of it; never 0, which stands for any.
 */
final class Revision {

  private static final long ODD = 0x9E37_79B9_7F4A_7C15L;

  private Revision() {}

  static long of(Task task) {
    long mark = with(task.attempts().size(), TaskCodec.number(task.status()));
    mark = with(mark, task.state());
    if (!task.attempts().isEmpty()) {
      mark = with(mark, task.attempts().getLast());
    }
    return mark == 0 ? 1 : mark;
  }

  private static long with(long mark, TaskState state) {
    return switch (state) {
      case TaskState.Queued(var until, var reason, var since) ->
          with(
              with(with(mark, TaskCodec.micros(until)), reason.name().hashCode()),
              TaskCodec.micros(since));
      case TaskState.Running() -> mark;
      case TaskState.Held(var since) -> with(mark, TaskCodec.micros(since));
      case TaskState.Finished end -> with(mark, TaskCodec.micros(end.at()));
    };
  }

  private static long with(long mark, Attempt attempt) {
    Attempt.End end = attempt.end();
    long begun = with(mark, TaskCodec.micros(attempt.startedAt()));
    return end == null ? begun : with(begun, TaskCodec.micros(end.at()));
  }

  private static long with(long mark, long more) {
    long mixed = (mark ^ more) * ODD;
    return mixed ^ (mixed >>> 32);
  }
}
