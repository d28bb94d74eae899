package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.task.TaskState.Waiting;
import org.jspecify.annotations.Nullable;

/** A place in the line before a gate, once answered or left of no effect. Safe for any thread. */
public interface Turn {

  /** What it waits for, or null when it has its answer. */
  @Nullable Waiting waitsFor();

  /** Waits no more. An answer may be on its way all the same. */
  void leave();
}
