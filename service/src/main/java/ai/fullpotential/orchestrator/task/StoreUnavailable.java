package ai.fullpotential.orchestrator.task;

/** The store cannot be reached or cannot read; another try may succeed. */
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what the store said. */
  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
