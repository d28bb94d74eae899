package ai.fullpotential.orchestrator.task;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One try at a task, as its record keeps it.
 *
 * @param number 1 for the first
 * @param startedAt when it was recorded, before its connection was used
 * @param target where it went
 * @param end how it ended, or null while it is open
 */
public record Attempt(int number, Instant startedAt, Target target, @Nullable End end) {

  /** How an attempt ended, in the words of the record. */
  public enum Outcome {
    /** The droplet answered, whatever it said. */
    ANSWERED,
    /** No whole answer came in time. */
    TIMEOUT,
    /** No connection could be made. */
    REFUSED,
    /** The host's name could not be resolved. */
    DNS,
    /** The connection broke, or what came was not HTTP. */
    RESET,
    /** Nobody saw how it ended. */
    UNKNOWN,
    /** It was cut because its task was cancelled. */
    CANCELLED;

    /** The word for it on the wire. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The end of an attempt.
   *
   * @param at when
   * @param outcome how
   * @param responseStatus the droplet's status code when it answered, else null
   * @param error what went wrong, or null
   */
  public record End(
      Instant at, Outcome outcome, @Nullable Integer responseStatus, @Nullable String error) {}

  Attempt ended(End how) {
    return new Attempt(number, startedAt, target, how);
  }
}
