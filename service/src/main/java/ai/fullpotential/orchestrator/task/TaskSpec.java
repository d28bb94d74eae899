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
 */
public record TaskSpec(
    String dropletName,
    Method method,
    TaskPath path,
    @Nullable JsonText payload,
    @Nullable JsonText meta,
    TaskLimits limits) {

  /** The same request with the droplet's name as its Registry spells it. */
  public TaskSpec forDroplet(String name) {
    return name.equals(dropletName)
        ? this
        : new TaskSpec(name, method, path, payload, meta, limits);
  }
}
