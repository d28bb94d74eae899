package ai.fullpotential.orchestrator.cli;

import java.io.PrintWriter;

/**
 * Where a command writes.
 *
 * @param out for what was asked for
 * @param err for what went wrong
 */
record Terminal(PrintWriter out, PrintWriter err) {

  /** Says in one line what went wrong. */
  void complain(String problem) {
    err.println(Cli.NAME + ": " + Plain.lines(problem));
    err.flush();
  }
}
