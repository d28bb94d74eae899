package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.invoke.TargetUrl;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.registry.CacheStatus;
import ai.fullpotential.orchestrator.registry.Droplet;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.registry.Snapshot;
import ai.fullpotential.orchestrator.task.Recipient;
import ai.fullpotential.orchestrator.task.Target;
import ai.fullpotential.orchestrator.task.Target.RegistryState;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a task's next attempt goes, by what is known at this moment.
 *
 * @param droplet where the droplet is
 * @param target the whole URL, and how fresh that knowledge is
 */
record Whereabouts(BaseUrl droplet, Target target) {

  /** Empty when no list names the task's droplet. A URL that is told of an end needs no list. */
  static Optional<Whereabouts> of(Task task, DropletDirectory directory, String node) {
    return url(task.spec(), directory)
        .map(
            url ->
                new Whereabouts(
                    url,
                    new Target(
                        TargetUrl.of(url, task.spec().path()),
                        knowledge(directory),
                        node,
                        chosen(task))));
  }

  /** Whether there is any place to call; costs less than to say which. */
  static boolean isKnown(Task task, DropletDirectory directory) {
    return url(task.spec(), directory).isPresent();
  }

  private static @Nullable String chosen(Task task) {
    return task.spec().capability() == null ? null : task.spec().dropletName();
  }

  private static Optional<BaseUrl> url(TaskSpec spec, DropletDirectory directory) {
    return spec.options().recipient() == Recipient.CALLBACK_URL
        ? BaseUrl.parse(spec.dropletName())
        : directory.find(spec.dropletName()).map(Droplet::url);
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
