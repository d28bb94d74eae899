package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.OnDemandSync;
import ai.fullpotential.orchestrator.dispatch.Spelling;
import ai.fullpotential.orchestrator.dispatch.TaskOutcome;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.task.TaskSpec;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Finds out whether all droplets that a task names are known, on a thread that may block. */
public final class KnownDroplets {

  /** Longer than a sync takes; one that never ends must not hold the request. */
  private static final int PATIENCE_SECONDS = 30;

  private final DropletDirectory directory;
  private final OnDemandSync sync;

  /** By this directory, and the Registry when the name is not in it. */
  public KnownDroplets(DropletDirectory directory, OnDemandSync sync) {
    this.directory = directory;
    this.sync = sync;
  }

  /** Empty when all are known, perhaps after the Registry was asked once more; else the first. */
  Optional<TaskOutcome.UnknownDroplet> unknown(TaskSpec spec) {
    if (Spelling.firstUnknown(spec, directory).isEmpty()) {
      return Optional.empty();
    }
    CountDownLatch synced = new CountDownLatch(1);
    sync.forUnknownName(synced::countDown);
    try {
      boolean _ = synced.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Spelling.firstUnknown(spec, directory)
        .map(name -> new TaskOutcome.UnknownDroplet(name, directory.names(), directory.status()));
  }
}
