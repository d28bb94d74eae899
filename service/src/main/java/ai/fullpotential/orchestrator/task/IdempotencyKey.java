package ai.fullpotential.orchestrator.task;

import java.time.Duration;

/**
 * A name that a caller gives a request, so that sending it twice makes one task.
 *
 * @param caller whose name it is: keys of different callers never meet
 * @param key the name
 * @param fingerprint of the request; another one under the same key is a mistake
 */
public record IdempotencyKey(String caller, String key, String fingerprint) {

  /** How long a key is remembered. */
  public static final Duration KEPT = Duration.ofHours(24);

  /** The caller of what this service sends to itself. */
  public static final String SYSTEM = "system";
}
