package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.json.JsonText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asked for.
 *
 * @param dropletName the droplet to call, as its Registry spells it; of a task for any droplet with a
 *     capability the one that was chosen last, empty before the first
 * @param method the method to call it with
 * @param path a checked path-absolute with perhaps a query (RFC 3986), see {@link TaskPath}
 * @param payload the body to send, or null for none
 * @param meta the caller's own notes, an object kept with the record, or null
 * @param limits how often it is tried, and for how long
 * @param options what else is asked for
 * @param capability what the droplet must offer when any that does will do, or null when it was named
 */
public record TaskSpec(
    String dropletName,
    Method method,
    TaskPath path,
    @Nullable JsonText payload,
    @Nullable JsonText meta,
    TaskLimits limits,
    TaskOptions options,
    @Nullable String capability) {

  /** A task for a droplet that was named. */
  public TaskSpec(
      String dropletName,
      Method method,
      TaskPath path,
      @Nullable JsonText payload,
      @Nullable JsonText meta,
      TaskLimits limits,
      TaskOptions options) {
    this(dropletName, method, path, payload, meta, limits, options, null);
  }

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

  /** The droplet to call; empty while none was chosen. */
  public Optional<String> droplet() {
    return dropletName.isEmpty() ? Optional.empty() : Optional.of(dropletName);
  }

  /** Whom it is for, for a person. */
  public String addressee() {
    return dropletName.isEmpty()
        ? "any droplet with the capability '" + capability + "'"
        : "droplet '" + dropletName + "'";
  }

  /** The same request before a droplet was chosen for it, when one was to be chosen. */
  public TaskSpec unrouted() {
    return capability == null ? this : forDroplet("");
  }

  /** The same request with the droplet's name as its Registry spells it. */
  public TaskSpec forDroplet(String name) {
    return name.equals(dropletName)
        ? this
        : new TaskSpec(name, method, path, payload, meta, limits, options, capability);
  }

  /** The same request with another body. */
  public TaskSpec withPayload(@Nullable JsonText other) {
    return new TaskSpec(dropletName, method, path, other, meta, limits, options, capability);
  }

  /** The same request within other limits. */
  public TaskSpec withLimits(TaskLimits other) {
    return new TaskSpec(dropletName, method, path, payload, meta, other, options, capability);
  }

  /** The same request with other options. */
  public TaskSpec withOptions(TaskOptions other) {
    return new TaskSpec(dropletName, method, path, payload, meta, limits, other, capability);
  }
}
