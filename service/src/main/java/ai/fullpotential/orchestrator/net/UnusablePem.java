package ai.fullpotential.orchestrator.net;

import java.io.Serial;

/** A PEM file that cannot be used; the message names the file and what is wrong, and shows nothing of it. */
public final class UnusablePem extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final String problem;

  UnusablePem(String problem) {
    super(problem);
    this.problem = problem;
  }

  /** What is wrong with which file. */
  public String problem() {
    return problem;
  }
}
