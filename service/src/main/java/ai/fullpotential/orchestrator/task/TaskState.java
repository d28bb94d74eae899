package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.json.JsonText;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a task stands. Only {@link TaskMachine} makes the next one from this one. */
public sealed interface TaskState {

  /**
   * Waiting.
   *
   * @param until when it is looked at again
   * @param reason what it waits for
   */
  record Queued(Instant until, Waiting reason) implements TaskState {}

  /** The last of the task's attempts is open. */
  record Running() implements TaskState {}

  /**
   * The end, which never changes.
   *
   * @param status success, error or timeout
   * @param at when
   * @param responseStatus the last answer's status code, or null when there was none
   * @param responseBody what the record keeps of the answer, or null
   * @param errorMessage what went wrong, or null
   */
  record Finished(
      TaskStatus status,
      Instant at,
      @Nullable Integer responseStatus,
      @Nullable JsonText responseBody,
      @Nullable String errorMessage)
      implements TaskState {

    /** Rejects a status that is not final. */
    public Finished {
      if (!status.isFinal()) {
        throw new IllegalArgumentException(status + " is not a final status");
      }
    }
  }

  /** What a queued task waits for. */
  enum Waiting {
    /** Nothing: it has just been made. */
    START,
    /** The time of its next attempt. */
    BACKOFF,
    /** A droplet that was known and no longer is. */
    DROPLET_UNKNOWN;

    /** The word for it on the wire. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
