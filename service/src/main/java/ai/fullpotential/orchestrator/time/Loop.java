package ai.fullpotential.orchestrator.time;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * A single thread that runs short actions one after another and must never be blocked. What is
 * confined to one loop needs no lock.
 *
 * <p>{@link #execute} runs the action at once when called from the loop's own thread, else hands it
 * over.
 */
public interface Loop extends Executor {

  /** Runs the action on this loop after the delay (at once for zero or less), unless cancelled. */
  Timer after(Duration delay, Runnable action);

  /** An action that waits for its time. */
  @FunctionalInterface
  interface Timer {
    /** Does nothing when the action has run or was cancelled before. */
    void cancel();
  }
}
