package ai.fullpotential.orchestrator.task;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where tasks are recorded. Safe for any thread.
 *
 * <p>An implementer must keep these: what was saved as done is what every later read sees; saves of
 * one task take effect in the order they were asked for; a finished task is never changed again;
 * a task that is not finished is never dropped.
 */
public interface TaskStore {

  /**
   * Records the task as it now is, replacing what was recorded under its id before. Never blocks.
   *
   * @param done called exactly once, on any thread, perhaps before this method returns
   */
  void save(Task task, Consumer<SaveResult> done);

  /** The record of a task. May block. */
  Optional<Task> find(TaskId id);

  /** The matching tasks, newest first. May block; costs the same however many are kept. */
  TaskPage list(TaskQuery query);

  /** Whether the last write succeeded: what health tells of this store. */
  boolean isWritable();

  /** What became of a save. */
  sealed interface SaveResult {

    /** The record is as safe as this store makes records. */
    record Saved() implements SaveResult {}

    /** The record may or may not be there: the store did not say. */
    record Unknown(String why) implements SaveResult {}
  }
}
