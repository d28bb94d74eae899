package ai.fullpotential.orchestrator.time;

import java.time.Duration;

/** Waiting, for code that runs on a virtual thread of its own. */
@FunctionalInterface
public interface Pause {

  /** Returns after the duration, or throws when the thread is interrupted before. */
  void pause(Duration duration) throws InterruptedException;
}
