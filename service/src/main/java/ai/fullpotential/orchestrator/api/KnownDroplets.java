package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.OnDemandSync;
import ai.fullpotential.orchestrator.dispatch.Spelling;
import ai.fullpotential.orchestrator.dispatch.TaskOutcome;
import ai.fullpotential.orchestrator.registry.Droplet;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.task.TaskSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Finds out which droplets are known, on a thread that may block. */
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
    askOnceMore();
    return Spelling.firstUnknown(spec, directory)
        .map(name -> new TaskOutcome.UnknownDroplet(name, directory.names(), directory.status()));
  }

  /** Whether there is one of this name, perhaps after the Registry was asked once more. */
  boolean has(String name) {
    if (!lists(name)) {
      askOnceMore();
    }
    return lists(name);
  }

  /** Whether the list that is here names it; never blocks. */
  boolean lists(String name) {
    return directory.find(name).isPresent();
  }

  /** All names, as the list spells them; never blocks. */
  List<String> names() {
    return directory.names();
  }

  /** The name as the list spells it, or as it is given. */
  String spelling(String name) {
    return directory.find(name).map(Droplet::name).orElse(name);
  }

  private void askOnceMore() {
    CountDownLatch synced = new CountDownLatch(1);
    sync.forUnknownName(synced::countDown);
    try {
      boolean _ = synced.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
