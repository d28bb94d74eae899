package ai.fullpotential.orchestrator.store;

import java.nio.file.Path;

/** Another process keeps its tasks in the same directory. */
public final class StoreInUse extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what to do about it. */
  public StoreInUse(Path directory) {
    super(
        directory
            + " is in use by another process: stop that one, or give this one a DATA_DIR of its own");
  }
}
