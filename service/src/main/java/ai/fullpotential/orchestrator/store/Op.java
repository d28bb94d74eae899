package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.GateLine;
import ai.fullpotential.orchestrator.task.IdempotencyKey;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import ai.fullpotential.orchestrator.task.TaskStore.ClaimResult;
import ai.fullpotential.orchestrator.task.TaskStore.LeaseResult;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import ai.fullpotential.orchestrator.task.TaskStore.TakeResult;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One write, as {@link GroupedWriter} puts it into a transaction with others. */
sealed interface Op {

  /** Who waits for it. */
  Reply<?> reply();

  /** About how much memory it holds: what bounds a transaction, beside the number of its writes. */
  default int bytes() {
    return 0;
  }

  /**
   * A task to insert.
   *
   * @param labels what it is found by from the start, and by its end if it has come
   */
  record NewTask(TaskRow row, List<String> labels) {

    static NewTask of(Task task) {
      List<String> labels = new ArrayList<>(TaskCodec.labelsAtStart(task));
      labels.addAll(TaskCodec.labelsAtEnd(task));
      return new NewTask(TaskCodec.row(task), labels);
    }

    int bytes() {
      TaskRow.Request request = row.request();
      return request.spec().size()
          + size(request.payload())
          + size(request.meta())
          + size(row.progress().result());
    }
  }

  /** {@code TaskStore.add}. */
  record Add(
      NewTask task, @Nullable LeaseId holder, @Nullable IdempotencyKey key, Reply<AddResult> reply)
      implements Op {
    @Override
    public int bytes() {
      return task.bytes();
    }
  }

  /**
   * {@code TaskStore.save}.
   *
   * @param droplet whose task it is, as {@link TaskRow.Request} has it
   * @param movedFrom whose it was before, when another droplet was chosen for it, else null
   * @param progress what replaces its progress
   * @param gate the {@link TaskCodec#gate} of its line
   * @param labels what else it is found by from now on
   * @param from the {@link Revision} of the record it stands on
   * @param to that of the record it makes
   */
  record Save(
      UUID id,
      String droplet,
      @Nullable String movedFrom,
      TaskRow.Progress progress,
      int gate,
      List<String> labels,
      long from,
      long to,
      LeaseId by,
      boolean keeps,
      List<NewTask> follows,
      Reply<SaveResult> reply)
      implements Op {

    /** Whether the lease holds the task after it. */
    boolean holds() {
      return keeps && progress.endedAt() == null;
    }

    @Override
    public int bytes() {
      int bytes = progress.details().size() + size(progress.result());
      for (NewTask follow : follows) {
        bytes += follow.bytes();
      }
      return bytes;
    }
  }

  /** {@code TaskStore.claim}. */
  record Claim(LeaseId by, int most, Reply<ClaimResult> reply) implements Op {}

  /** {@code TaskStore.callUp}; the droplet as {@link TaskRow.Request} has it. */
  record CallUp(String droplet, GateLine line, LeaseId by, int most, Reply<ClaimResult> reply)
      implements Op {}

  /** {@code TaskStore.take}. */
  record Take(UUID id, LeaseId by, Reply<TakeResult> reply) implements Op {}

  /** {@code TaskStore.askToCancel}. */
  record AskToCancel(UUID id, Reply<SaveResult> reply) implements Op {}

  /** {@code TaskStore.join}. */
  record Join(String node, Duration length, Reply<LeaseResult> reply) implements Op {}

  /** {@code TaskStore.renew}. */
  record Renew(LeaseId lease, Reply<LeaseResult> reply) implements Op {}

  /** {@code TaskStore.rescue}. */
  record Rescue(LeaseId by, int most, Reply<ClaimResult> reply) implements Op {}

  /** {@code TaskStore.holding}. */
  record Holding(LeaseId by, Reply<ClaimResult> reply) implements Op {}

  /** {@code TaskStore.leave}. */
  record Leave(LeaseId lease, Reply<LeaseResult> reply) implements Op {}

  /** Any other write. */
  record Work<R>(Statements<R> statements, Reply<R> reply) implements Op {

    /** What it does within the transaction. */
    @FunctionalInterface
    interface Statements<R> {
      R run(SqlConnection sql) throws SQLException;
    }

    void run(SqlConnection sql) throws SQLException {
      reply.settle(statements.run(sql));
    }
  }

  private static int size(@Nullable JsonText text) {
    return text == null ? 0 : text.size();
  }
}
