package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.IdempotencyKey;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a walk begins with.
 *
 * @param task as it is recorded, or as it is to be recorded when it is new
 * @param lease the right it is carried on by
 * @param isNew whether the store does not have it yet
 * @param key what its caller named the request, or null
 * @param clock that its times are read from
 */
record Beginning(
    Task task, LeaseId lease, boolean isNew, @Nullable IdempotencyKey key, InstantSource clock) {}
