package ai.fullpotential.orchestrator.task;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may ask for beside the call itself (contract B1).
 *
 * @param asynchronous whether nobody waits for the end: each wait is then spent in the store alone
 * @param priority 1 is first, 10 is last
 * @param notBefore when it is due, or null for at once
 * @param deadline when it is over whatever its total time says, or null
 * @param onUnknown what to do with an attempt whose end nobody saw
 * @param tags words to find it by
 * @param callback who is told of its end, or null
 * @param then what starts when it has succeeded
 * @param recipient who is called
 */
public record TaskOptions(
    boolean asynchronous,
    int priority,
    @Nullable Instant notBefore,
    @Nullable Instant deadline,
    OnUnknown onUnknown,
    List<String> tags,
    @Nullable Callback callback,
    Then then,
    Recipient recipient) {

  /** The priority when nothing is said. */
  public static final int DEFAULT_PRIORITY = 5;

  /** The last priority. */
  public static final int LAST_PRIORITY = 10;

  /** A task of version 1.1: its caller waits, and asks for nothing special. */
  public static final TaskOptions PLAIN =
      new TaskOptions(
          false, DEFAULT_PRIORITY, null, null, OnUnknown.RETRY, List.of(), null, Then.NOTHING);

  /** An asynchronous task that asks for nothing special. */
  public static final TaskOptions ASYNCHRONOUS =
      new TaskOptions(
          true, DEFAULT_PRIORITY, null, null, OnUnknown.RETRY, List.of(), null, Then.NOTHING);

  /** The options of a task that calls a droplet. */
  public TaskOptions(
      boolean asynchronous,
      int priority,
      @Nullable Instant notBefore,
      @Nullable Instant deadline,
      OnUnknown onUnknown,
      List<String> tags,
      @Nullable Callback callback,
      Then then) {
    this(
        asynchronous,
        priority,
        notBefore,
        deadline,
        onUnknown,
        tags,
        callback,
        then,
        Recipient.DROPLET);
  }

  /** Rejects a priority outside 1 to 10. */
  public TaskOptions {
    tags = List.copyOf(tags);
    if (priority < 1 || priority > LAST_PRIORITY) {
      throw new IllegalArgumentException("priority " + priority + " is not 1 to " + LAST_PRIORITY);
    }
  }

  /** The same options with others for what follows its end. */
  public TaskOptions withFollowers(@Nullable Callback told, Then next) {
    return new TaskOptions(
        asynchronous, priority, notBefore, deadline, onUnknown, tags, told, next, recipient);
  }

  /** The same options for another recipient. */
  public TaskOptions to(Recipient other) {
    return new TaskOptions(
        asynchronous, priority, notBefore, deadline, onUnknown, tags, callback, then, other);
  }
}
