package ai.fullpotential.orchestrator.task;

/** The two lines before the gate of a droplet: who waits for the one need not wait for the other. */
public enum GateLine {
  /** Tasks that go on once the droplet may be called. */
  CALLS,
  /** Tasks that go on once it may be given retries. */
  RETRIES
}
