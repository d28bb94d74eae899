package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.trace.TraceContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a task comes from.
 *
 * @param requestId the id of the request that brought it, passed on to the droplet
 * @param kind what made it
 * @param of the task, schedule or replay that it comes from, or null when a caller sent it
 * @param trace the place in a trace that it comes from, or null when it begins one
 * @param owner the subject of who sent it, or what it comes from; null where nobody was asked
 */
public record Origin(
    String requestId,
    Kind kind,
    @Nullable String of,
    @Nullable TraceContext trace,
    @Nullable String owner) {

  /** What can make a task. */
  public enum Kind {
    /** A caller. */
    CALLER,
    /** A replay of another task. */
    REPLAY,
    /** The end of another task, which its callback is told of. */
    CALLBACK,
    /** The success of another task, which it follows. */
    THEN,
    /** The success of all tasks that followed another. */
    JOIN,
    /** A schedule. */
    SCHEDULE;

    /** The word for it on the wire. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Of no trace yet, and of nobody. */
  public Origin(String requestId, Kind kind, @Nullable String of) {
    this(requestId, kind, of, null, null);
  }

  /** Sent by a caller. */
  public static Origin caller(String requestId) {
    return caller(requestId, null, null);
  }

  /** Sent by a caller, from a place in a trace or from none. */
  public static Origin caller(
      String requestId, @Nullable TraceContext trace, @Nullable String owner) {
    return new Origin(requestId, Kind.CALLER, null, trace, owner);
  }
}
