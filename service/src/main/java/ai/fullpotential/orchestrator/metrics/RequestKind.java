package ai.fullpotential.orchestrator.metrics;

import java.util.Set;

/**
 * What requests are counted by. Nothing of it can be chosen freely by a caller, so there are few.
 *
 * @param route the template of the route that answered, or {@link #UNMATCHED}
 * @param method a method of RFC 9110 or 5789, or {@link #OTHER}
 * @param statusClass "2xx", "4xx", …
 */
public record RequestKind(String route, String method, String statusClass) {

  /** The route of requests that no route answered. */
  public static final String UNMATCHED = "unmatched";

  /** The method of requests with a made-up one. */
  public static final String OTHER = "other";

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

  private static final String[] CLASSES = {"other", "1xx", "2xx", "3xx", "4xx", "5xx"};

  static RequestKind of(String template, String method, int status) {
    int hundreds = status / 100;
    return new RequestKind(
        template.isEmpty() ? UNMATCHED : template,
        METHODS.contains(method) ? method : OTHER,
        CLASSES[hundreds >= 1 && hundreds <= 5 ? hundreds : 0]);
  }
}
