package ai.fullpotential.orchestrator.dispatch;

/** Asks the Registry once more when a name is unknown. */
@FunctionalInterface
public interface OnDemandSync {

  /**
   * Starts or joins a sync, or does nothing when one has just ended.
   *
   * @param done told when the directory is as fresh as it will be now; on any thread
   */
  void forUnknownName(Runnable done);
}
