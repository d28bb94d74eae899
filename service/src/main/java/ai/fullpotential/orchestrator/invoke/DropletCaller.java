package ai.fullpotential.orchestrator.invoke;

import ai.fullpotential.orchestrator.task.AttemptResult;
import ai.fullpotential.orchestrator.time.Loop;
import java.util.function.Consumer;

/** Makes attempts. */
@FunctionalInterface
public interface DropletCaller {

  /**
   * Makes one call, never more, and never blocks.
   *
   * @param loop the loop this is called on
   * @param done told the result on that loop, exactly once, by the call's timeout at the latest, unless
   *     it is cut before
   */
  Call call(DropletCall call, Loop loop, Consumer<AttemptResult> done);

  /** A call on its way. */
  @FunctionalInterface
  interface Call {
    /** Ends it with its connection; its result is not told any more. Called on the call's loop. */
    void cut();
  }
}
