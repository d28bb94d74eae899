package ai.fullpotential.orchestrator.task;

import java.util.Locale;

/** What to do with an attempt whose end nobody saw. */
public enum OnUnknown {
  /** Try again: the droplet gets the same Idempotency-Key. */
  RETRY,
  /** Wait until somebody says what to do. */
  HOLD;

  /** The word for it on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
