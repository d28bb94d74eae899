package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.IdempotencyKey;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.time.Loop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task to take in.
 *
 * @param spec what is asked for; its droplet's name in any case of letters
 * @param origin where it comes from
 * @param key what its caller named the request, or null
 * @param loop the loop that its walk is confined to, and on which it is submitted
 * @param done told what became of it, exactly once, on that loop: of an asynchronous one, as soon as it
 *     is recorded
 */
public record Submission(
    TaskSpec spec,
    Origin origin,
    @Nullable IdempotencyKey key,
    Loop loop,
    Consumer<TaskOutcome> done) {}
