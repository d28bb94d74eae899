package ai.fullpotential.orchestrator.schedule;

/** What to do when the task of the last firing has not ended. */
public enum Overlap {
  /** Leave this firing out. */
  SKIP,
  /** Make its task, to start when the last one has ended. */
  QUEUE
}
