package ai.fullpotential.orchestrator.net;

import java.util.Set;

/**
 * What a server answers with.
 *
 * @param doorkeeper stands before every route
 * @param auditor hears of what changes things
 */
public record Serving(RouteTable routes, Doorkeeper doorkeeper, Auditor auditor) {

  private static final Set<String> READING = Set.of("GET", "HEAD");

  /** Who hears of a request with this method. */
  Auditor auditorOf(String method) {
    return READING.contains(method) ? Auditor.NONE : auditor;
  }

  /** Routes that are open to everybody, each as it says of itself or not. */
  static Serving toAnybody(RouteTable routes) {
    return new Serving(routes, Doorkeeper.OPEN, Auditor.NONE);
  }
}
