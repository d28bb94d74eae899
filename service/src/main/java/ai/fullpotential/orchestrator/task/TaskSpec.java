package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asked for.
 *
 * @param dropletName the droplet to call, as its Registry spells it
 * @param method the method to call it with
 * @param path a checked path-absolute with perhaps a query (RFC 3986), see {@link TaskPath}
 * @param payload the body to send, or null for none
 * @param meta the caller's own notes, an object kept with the record, or null
 * @param limits how often it is tried, and for how long
 * @param options what else is asked for
 */
public record TaskSpec(
    String dropletName,
    Method method,
    TaskPath path,
    @Nullable JsonText payload,
    @Nullable JsonText meta,
    TaskLimits limits,
    TaskOptions options) {

  /** A task that asks for nothing special. */
  public TaskSpec(
      String dropletName,
      Method method,
      TaskPath path,
      @Nullable JsonText payload,
      @Nullable JsonText meta,
      TaskLimits limits) {
    this(dropletName, method, path, payload, meta, limits, TaskOptions.PLAIN);
  }

  /** The same request with the droplet's name as its Registry spells it. */
  public TaskSpec forDroplet(String name) {
    return name.equals(dropletName)
        ? this
        : new TaskSpec(name, method, path, payload, meta, limits, options);
  }

  /** The same request with another body. */
  public TaskSpec withPayload(@Nullable JsonText other) {
    return new TaskSpec(dropletName, method, path, other, meta, limits, options);
  }

  /** The same request within other limits. */
  public TaskSpec withLimits(TaskLimits other) {
    return new TaskSpec(dropletName, method, path, payload, meta, other, options);
  }

  /** The same request with other options. */
  public TaskSpec withOptions(TaskOptions other) {
    return new TaskSpec(dropletName, method, path, payload, meta, limits, other);
  }
}
