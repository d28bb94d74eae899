package ai.fullpotential.orchestrator.task;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks to list.
 *
 * @param status only these, or all
 * @param dropletName only this droplet's, in any case of letters, or all
 * @param tag only those with this tag
 * @param capability only those for any droplet with this capability, in any case of letters
 * @param words only those whose id begins so, or whose error has all these words
 * @param createdAfter only those accepted after
 * @param createdBefore only those accepted before
 * @param after only those behind this one in the list, which goes from the newest to the oldest
 * @param limit at most so many
 * @param owner only what this one has handed in, or all
 */
public record TaskQuery(
    Optional<TaskStatus> status,
    Optional<String> dropletName,
    Optional<String> tag,
    Optional<String> capability,
    Optional<String> words,
    Optional<Instant> createdAfter,
    Optional<Instant> createdBefore,
    Optional<TaskId> after,
    int limit,
    Optional<String> owner) {

  /** The most tasks that one page may have. */
  public static final int MAX_LIMIT = 1000;

  /** How many a page has when nothing is said. */
  public static final int DEFAULT_LIMIT = 100;

  /** Rejects a limit outside 1 to {@link #MAX_LIMIT}. */
  public TaskQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit " + limit + " is not within 1 to " + MAX_LIMIT);
    }
  }

  /** Whatever the capability, whoever handed them in. */
  public TaskQuery(
      Optional<TaskStatus> status,
      Optional<String> dropletName,
      Optional<String> tag,
      Optional<String> words,
      Optional<Instant> createdAfter,
      Optional<Instant> createdBefore,
      Optional<TaskId> after,
      int limit) {
    this(
        status,
        dropletName,
        tag,
        Optional.empty(),
        words,
        createdAfter,
        createdBefore,
        after,
        limit,
        Optional.empty());
  }

  /** Whoever handed them in. */
  public TaskQuery(
      Optional<TaskStatus> status,
      Optional<String> dropletName,
      Optional<String> tag,
      Optional<String> capability,
      Optional<String> words,
      Optional<Instant> createdAfter,
      Optional<Instant> createdBefore,
      Optional<TaskId> after,
      int limit) {
    this(
        status,
        dropletName,
        tag,
        capability,
        words,
        createdAfter,
        createdBefore,
        after,
        limit,
        Optional.empty());
  }

  /** Whether it asks for nothing but a status and a droplet. */
  public boolean isByStatusAndDropletAlone() {
    return owner.isEmpty()
        && tag.isEmpty()
        && capability.isEmpty()
        && words.isEmpty()
        && createdAfter.isEmpty()
        && createdBefore.isEmpty();
  }

  /** By status and droplet alone. */
  public TaskQuery(Optional<TaskStatus> status, Optional<String> dropletName, int limit) {
    this(
        status,
        dropletName,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit);
  }

  /** The newest tasks, whatever their droplet and status. */
  public static TaskQuery newest(int limit) {
    return new TaskQuery(Optional.empty(), Optional.empty(), limit);
  }

  /** The same of this owner alone; of all when it is null. */
  public TaskQuery of(@Nullable String subject) {
    return with(status, createdBefore, after, limit, Optional.ofNullable(subject));
  }

  /** The same, from behind this task on. */
  public TaskQuery after(TaskId id) {
    return with(status, createdBefore, Optional.of(id), limit, owner);
  }

  /** The first of the same that are in this status, so many at most. */
  public TaskQuery within(TaskStatus only, int most) {
    return with(Optional.of(only), createdBefore, Optional.empty(), most, owner);
  }

  /** The first of the same that were accepted before, so many at most. */
  public TaskQuery before(Instant at, int most) {
    return with(status, Optional.of(at), after, most, owner);
  }

  private TaskQuery with(
      Optional<TaskStatus> ofStatus,
      Optional<Instant> before,
      Optional<TaskId> behind,
      int most,
      Optional<String> of) {
    return new TaskQuery(
        ofStatus, dropletName, tag, capability, words, createdAfter, before, behind, most, of);
  }
}
