package ai.fullpotential.orchestrator.auth;

import java.util.Optional;

/**
 * What every token must say.
 *
 * @param issuer its {@code iss}, when that is set
 * @param audience what its {@code aud} must be or have, when that is set
 */
public record Expected(Optional<String> issuer, Optional<String> audience) {

  /** Nothing in particular. */
  public static final Expected ANYTHING = new Expected(Optional.empty(), Optional.empty());
}
