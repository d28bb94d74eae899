package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.invoke.TargetUrl;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.registry.CacheStatus;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.registry.Snapshot;
import ai.fullpotential.orchestrator.task.Target;
import ai.fullpotential.orchestrator.task.Target.RegistryState;
import ai.fullpotential.orchestrator.task.Task;
import java.util.Optional;

/**
 * Where a task's next attempt goes, by what is known at this moment.
 *
 * @param droplet where the droplet is
 * @param target the whole URL, and how fresh that knowledge is
 */
record Whereabouts(BaseUrl droplet, Target target) {

  /** Empty when no list names the task's droplet. */
  static Optional<Whereabouts> of(Task task, DropletDirectory directory, String node) {
    return directory
        .find(task.spec().dropletName())
        .map(
            droplet ->
                new Whereabouts(
                    droplet.url(),
                    new Target(
                        TargetUrl.of(droplet.url(), task.spec().path()),
                        knowledge(directory),
                        node,
                        task.spec().capability() == null ? null : droplet.name())));
  }

  private static RegistryState knowledge(DropletDirectory directory) {
    if (directory.status() == CacheStatus.ACTIVE) {
      return RegistryState.FRESH;
    }
    return directory.snapshot().filter(Snapshot::isFromDisk).isPresent()
        ? RegistryState.DISK
        : RegistryState.STALE;
  }
}
