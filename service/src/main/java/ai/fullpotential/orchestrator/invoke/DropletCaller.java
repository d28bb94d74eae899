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
   * @param done told the result on that loop, exactly once, by the call's timeout at the latest
   */
  void call(DropletCall call, Loop loop, Consumer<AttemptResult> done);
}
