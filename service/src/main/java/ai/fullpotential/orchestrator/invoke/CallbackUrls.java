package ai.fullpotential.orchestrator.invoke;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.task.TaskPath;
import java.util.List;

/**
 * Which URLs callers may have told of an end: those that begin with one of these, scheme, host and port
 * alike, and the path segment by segment.
 */
public record CallbackUrls(List<BaseUrl> allowed) {

  /** No URL at all. */
  public static final CallbackUrls NONE = new CallbackUrls(List.of());

  /** Copies the list. */
  public CallbackUrls {
    allowed = List.copyOf(allowed);
  }

  /** Whether any URL may be told. */
  public boolean isEmpty() {
    return allowed.isEmpty();
  }

  /** Whether this one may be; a {@link TaskPath} cannot climb out of its beginning. */
  public boolean allow(BaseUrl origin, TaskPath path) {
    return allowed.stream()
        .anyMatch(
            each -> each.origin().equals(origin.origin()) && within(path.value(), each.basePath()));
  }

  private static boolean within(String path, String base) {
    String rest = path.startsWith(base) ? path.substring(base.length()) : "x";
    return rest.isEmpty() || rest.startsWith("/") || rest.startsWith("?");
  }
}
