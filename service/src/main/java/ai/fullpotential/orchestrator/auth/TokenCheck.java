package ai.fullpotential.orchestrator.auth;

import ai.fullpotential.orchestrator.net.Principal;

/** What a look at a token has found. */
public sealed interface TokenCheck {

  /** It is good, for whom it says. */
  record Accepted(Principal principal) implements TokenCheck {}

  /**
   * It is not to be trusted.
   *
   * @param reason a sentence that holds nothing of the token
   */
  record Rejected(String reason) implements TokenCheck {}

  /** Nobody can tell: the keys are not known. */
  record Unavailable(String reason) implements TokenCheck {}
}
