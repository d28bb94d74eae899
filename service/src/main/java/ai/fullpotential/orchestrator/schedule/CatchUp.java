package ai.fullpotential.orchestrator.schedule;

/** What to do about firings that were missed, for instance while no node ran. */
public enum CatchUp {
  /** Leave them out. */
  NONE,
  /** Make the last one, once. */
  LAST
}
