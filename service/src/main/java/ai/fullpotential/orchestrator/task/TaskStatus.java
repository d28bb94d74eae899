package ai.fullpotential.orchestrator.task;

import java.util.Locale;

/** What a caller is told about where a task stands. */
public enum TaskStatus {
  /** Waiting for its first or next attempt. */
  QUEUED,
  /** An attempt is open. */
  RUNNING,
  /** An attempt's end was not seen, and somebody must say what to do. */
  HELD,
  /** Final: answered with 2xx. */
  SUCCESS,
  /** Final: answered with 3xx or 4xx, or every attempt failed. */
  ERROR,
  /** Final: its total time ran out. */
  TIMEOUT,
  /** Final: somebody asked for it. */
  CANCELLED;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The word for it on the wire. */
  public String wire() {
    return wire;
  }

  /** Whether a task in this status never changes again. */
  public boolean isFinal() {
    return compareTo(SUCCESS) >= 0;
  }
}
