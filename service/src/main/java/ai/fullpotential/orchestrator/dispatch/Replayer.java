package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.IdempotencyKey;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.time.Loop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Replays one task of a mass replay, once, however often it is asked to. Safe for any thread. */
public final class Replayer {

  private final Dispatcher dispatcher;
  private final Function<Task, TaskSpec> again;
  private final Supplier<Loop> loops;

  /**
   * A replayer.
   *
   * @param again what is asked for again by the replay of a task
   * @param loops the one that the next task is submitted on
   */
  public Replayer(Dispatcher dispatcher, Function<Task, TaskSpec> again, Supplier<Loop> loops) {
    this.dispatcher = dispatcher;
    this.again = again;
    this.loops = loops;
  }

  /** Blocks until it is recorded, or cannot be. */
  TaskOutcome replay(Task task, MassReplay of) throws InterruptedException {
    CompletableFuture<TaskOutcome> told = new CompletableFuture<>();
    Loop loop = loops.get();
    Submission submission =
        new Submission(
            again.apply(task),
            new Origin(
                of.requestId(), Origin.Kind.REPLAY, task.id().value(), null, task.origin().owner()),
            key(task, of),
            loop,
            told::complete);
    loop.execute(
        () -> {
          try {
            dispatcher.submit(submission);
          } catch (RuntimeException | Error bug) {
            told.completeExceptionally(bug);
          }
        });
    try {
      return told.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("replay of " + task.id(), e.getCause());
    }
  }

  private static IdempotencyKey key(Task task, MassReplay of) {
    return new IdempotencyKey(
        IdempotencyKey.SYSTEM, "replay:" + of.id() + ":" + task.id().value(), "replay");
  }
}
