package ai.fullpotential.orchestrator.net;

/**
 * One method on one path.
 *
 * @param method the HTTP method
 * @param template the path; a segment in braces is a parameter: {@code /tasks/{task_id}}; one at the
 *     end with a star is all that follows, perhaps nothing: {@code /console/{path*}}
 * @param access who may use it
 * @param answering what answers, and how it is called
 */
public record Route(String method, String template, Access access, Answering answering) {

  /** What answers a route. */
  public sealed interface Answering {
    /** Never blocks, and runs on the connection's loop. */
    record Quick(Handler handler) implements Answering {}

    /** May block, and so runs on a virtual thread of its own. */
    record Blocking(Handler handler) implements Answering {}

    /** Is given a body line by line, on the connection's loop. */
    record Lines(LinesHandler handler) implements Answering {}
  }

  /** A route whose handler never blocks and runs on the connection's loop. */
  public static Route quick(String method, String template, Access access, Handler handler) {
    return new Route(method, template, access, new Answering.Quick(handler));
  }

  /** A route whose handler may block. */
  public static Route blocking(String method, String template, Access access, Handler handler) {
    return new Route(method, template, access, new Answering.Blocking(handler));
  }

  /** A route that takes a body of NDJSON and answers each of its lines with one line. */
  public static Route lines(String method, String template, Access access, LinesHandler handler) {
    return new Route(method, template, access, new Answering.Lines(handler));
  }
}
