package ai.fullpotential.orchestrator.net;

/**
 * One method on one path.
 *
 * @param method the HTTP method
 * @param template the path; a segment in braces is a parameter: {@code /tasks/{task_id}}
 * @param handler what answers
 * @param blocking whether the handler may block, and so runs on a virtual thread of its own
 */
public record Route(String method, String template, Handler handler, boolean blocking) {

  /** A route whose handler never blocks and runs on the connection's loop. */
  public static Route quick(String method, String template, Handler handler) {
    return new Route(method, template, handler, false);
  }

  /** A route whose handler may block. */
  public static Route blocking(String method, String template, Handler handler) {
    return new Route(method, template, handler, true);
  }
}
