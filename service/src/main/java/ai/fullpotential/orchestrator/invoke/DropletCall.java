package ai.fullpotential.orchestrator.invoke;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.task.Task;
import java.time.Duration;

/**
 * One attempt to make.
 *
 * @param task whose attempt it is; its last attempt is the open one
 * @param droplet where the droplet is
 * @param timeout for all of it, from connecting to the last byte
 */
public record DropletCall(Task task, BaseUrl droplet, Duration timeout) {

  /** The same, and for no longer than this. */
  public DropletCall within(Duration most) {
    return most.compareTo(timeout) < 0 ? new DropletCall(task, droplet, most) : this;
  }
}
