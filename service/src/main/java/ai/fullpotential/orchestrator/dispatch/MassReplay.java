package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The replay of many tasks that have ended, as it is recorded.
 *
 * @param id its name
 * @param status where it stands
 * @param filter which tasks: from the newest on, none that came after it was asked for; if it is of an
 *     owner, that is who asked
 * @param ratePerSecond how many begin in a second at most
 * @param requestId of the request that asked for it
 * @param createdAt when it was asked for
 * @param endedAt when it ended, or null
 * @param count how far it has come
 * @param node the node that carries it on
 */
public record MassReplay(
    String id,
    Status status,
    TaskQuery filter,
    BigDecimal ratePerSecond,
    String requestId,
    Instant createdAt,
    @Nullable Instant endedAt,
    Count count,
    String node) {

  /** Where it stands. */
  public enum Status {
    /** It goes on, on some node. */
    RUNNING,
    /** Every matching task was replayed or cannot be. */
    DONE,
    /** Somebody asked for its end. */
    CANCELLED;

    /** The word for it on the wire. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How many tasks.
   *
   * @param matched when it was asked for
   * @param exact whether that is all, and not only as far as was counted
   * @param replayed so far
   * @param failed those that cannot be replayed
   * @param lastError why the last of these could not
   */
  public record Count(
      long matched, boolean exact, long replayed, long failed, @Nullable String lastError) {

    Count andReplayed() {
      return new Count(matched, exact, replayed + 1, failed, lastError);
    }

    Count andFailed(String why) {
      return new Count(matched, exact, replayed, failed + 1, why);
    }

    /** How many are left, as far as was counted. */
    public long remaining() {
      return Math.max(0, matched - replayed - failed);
    }
  }

  /** The same with this task done, and all that are newer. */
  MassReplay behind(TaskId task, Count now) {
    return with(status, filter.after(task), endedAt, now, node);
  }

  MassReplay counting(Count now) {
    return with(status, filter, endedAt, now, node);
  }

  MassReplay on(String otherNode) {
    return with(status, filter, endedAt, count, otherNode);
  }

  MassReplay ended(Status how, Instant at) {
    return with(how, filter, at, count, node);
  }

  private MassReplay with(
      Status newStatus, TaskQuery at, @Nullable Instant end, Count now, String where) {
    return new MassReplay(id, newStatus, at, ratePerSecond, requestId, createdAt, end, now, where);
  }

  /** The next tasks it is about; what it makes itself is never among them. */
  TaskQuery next(int limit) {
    Instant before =
        filter.createdBefore().filter(set -> set.isBefore(createdAt)).orElse(createdAt);
    return filter.before(before, limit);
  }
}
