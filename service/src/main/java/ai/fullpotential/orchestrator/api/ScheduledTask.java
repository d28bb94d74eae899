package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.registry.Droplet;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.task.TaskSpec;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the request of a schedule's task: that of any task that nobody waits for, but for its times,
 * which are the schedule's matter. It is kept as it was sent and read anew for each firing, by the
 * defaults of that time.
 */
public final class ScheduledTask implements Function<JsonText, TaskSpec> {

  private final TaskDefaults defaults;
  private final DropletDirectory directory;

  /** A reader. */
  public ScheduledTask(TaskDefaults defaults, DropletDirectory directory) {
    this.defaults = defaults;
    this.directory = directory;
  }

  /** The task, or empty when there are faults, of which the fields know. */
  static Optional<TaskSpec> read(BodyFields task, TaskDefaults defaults) {
    return new TaskFields(task, defaults)
        .read(TaskFields.Times.OF_FOLLOWER, new ThenFields(defaults));
  }

  @Override
  public TaskSpec apply(JsonText request) {
    BodyFields fields = BodyFields.read(request.utf8(), TaskFields.KNOWN, TaskFields.RAW);
    TaskSpec spec =
        read(fields, defaults)
            .orElseThrow(() -> new IllegalArgumentException(fields.faults().toString()));
    return directory.find(spec.dropletName()).map(Droplet::name).map(spec::forDroplet).orElse(spec);
  }
}
