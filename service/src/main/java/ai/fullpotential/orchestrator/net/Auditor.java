package ai.fullpotential.orchestrator.net;

import org.jspecify.annotations.Nullable;

/** Hears of every answer to a request that changes something, or would. Must be quick. */
@FunctionalInterface
public interface Auditor {

  /** Hears of nothing. */
  Auditor NONE = deed -> {};

  /** A request was answered. */
  void done(Deed deed);

  /**
   * What was done, or refused.
   *
   * @param who the subject, or null when that is not known
   * @param method of the request
   * @param template of the route
   * @param id of what it is about, or empty
   * @param status the answer's
   * @param requestId as in the line of the request
   */
  record Deed(
      @Nullable String who,
      String method,
      String template,
      String id,
      int status,
      String requestId) {}
}
