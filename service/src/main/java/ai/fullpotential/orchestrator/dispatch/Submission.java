package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.time.Loop;
import java.util.function.Consumer;

/**
 * A task to take in.
 *
 * @param spec what is asked for; its droplet's name in any case of letters
 * @param requestId of the request that brings it
 * @param loop the loop that its walk is confined to, and on which it is submitted
 * @param done told what became of it, exactly once, on that loop
 */
public record Submission(TaskSpec spec, String requestId, Loop loop, Consumer<TaskOutcome> done) {}
