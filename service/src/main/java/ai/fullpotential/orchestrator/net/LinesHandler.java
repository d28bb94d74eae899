package ai.fullpotential.orchestrator.net;

import java.util.function.Consumer;

/** Answers a body of NDJSON line by line, while it still arrives. */
@FunctionalInterface
public interface LinesHandler {

  /** A request has at most so many lines; what comes beyond them is not handed over. */
  int MAX_LINES = 10_000;

  /**
   * Called on the exchange's loop for each line that is not blank, in order, without waiting for the
   * answers to the lines before; must not block. An exception answers the line with INTERNAL_ERROR.
   *
   * <p>An answer to the exchange itself, as by {@link Exchange#fail}, becomes the last line of the
   * whole answer: the lines handed over so far are still answered, no further one is handed over,
   * and the connection closes. After the body's last line it is dropped.
   *
   * @param exchange the request, without a body
   * @param number of the line in the body, from 1; blank lines count
   * @param line its bytes, without the line's end
   * @param answer to be called once, from any thread, with one JSON value that has no line break in
   *     it; later calls are dropped
   */
  void line(Exchange exchange, int number, byte[] line, Consumer<byte[]> answer) throws Exception;
}
