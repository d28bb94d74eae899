/**
 * Where tasks are kept. Only this package knows how; everything else speaks to {@link
 * ai.fullpotential.orchestrator.task.TaskStore}. May import {@code task}, {@code retry}, {@code trace}, {@code json} and {@code time}.
 */
@NullMarked
package ai.fullpotential.orchestrator.store;

import org.jspecify.annotations.NullMarked;
