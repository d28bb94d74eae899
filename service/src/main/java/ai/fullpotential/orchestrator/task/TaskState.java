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
   * @param since when it began to wait for that
   */
  record Queued(Instant until, Waiting reason, Instant since) implements TaskState {}

  /** The last of the task's attempts is open. */
  record Running() implements TaskState {}

  /** Waiting for somebody to say what to do: the end of its last attempt was not seen. */
  record Held(Instant since) implements TaskState {}

  /**
   * The end, which never changes.
   *
   * @param status success, error, timeout or cancelled
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
    /** Nothing: it has just been made, or let go on. */
    START,
    /** The time that its caller set. */
    SCHEDULE,
    /** The time of its next attempt. */
    BACKOFF,
    /** The rate at which its droplet may be called. */
    RATE_LIMIT,
    /** A place among the calls of its droplet. */
    CONCURRENCY,
    /** Its droplet's breaker to close. */
    BREAKER,
    /** Somebody to let its droplet's tasks go on. */
    PAUSED,
    /** That its droplet may be given retries again. */
    RETRY_BUDGET,
    /** A droplet that was known and no longer is. */
    DROPLET_UNKNOWN;

    /** The word for it on the wire. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether it ends when the droplet's gate opens and not at a set time: such a task is called up
     * from the store, and looked at by itself only in the end.
     */
    public boolean isAtGate() {
      return switch (this) {
        case RATE_LIMIT, CONCURRENCY, BREAKER, PAUSED, RETRY_BUDGET -> true;
        case START, SCHEDULE, BACKOFF, DROPLET_UNKNOWN -> false;
      };
    }

    /** In which of the lines before a gate that is. */
    public GateLine line() {
      return this == RETRY_BUDGET ? GateLine.RETRIES : GateLine.CALLS;
    }
  }
}
