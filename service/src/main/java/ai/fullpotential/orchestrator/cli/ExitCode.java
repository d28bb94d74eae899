package ai.fullpotential.orchestrator.cli;

/** What the process tells whoever started it. */
public enum ExitCode {
  /** It did what was asked. */
  OK(0),
  /** It tried and failed. */
  FAILURE(1),
  /** It was asked or set up wrongly, and did nothing. */
  USAGE(2),
  /** The service that it should speak to cannot be reached. */
  UNREACHABLE(3);

  private final int value;

  ExitCode(int value) {
    this.value = value;
  }

  /** The number. */
  public int value() {
    return value;
  }
}
