/**
 * Schedules as documents that all nodes share, and the keeper that fires them. When a schedule fires
 * is counted in {@code schedule}, what becomes of its task is no matter of this package. May import
 * {@code schedule}, {@code task}, {@code retry}, {@code json} and {@code time}. {@link
 * ai.fullpotential.orchestrator.firing.ScheduleBook} and {@link
 * ai.fullpotential.orchestrator.firing.TaskMaker} are safe for any thread and may block; the keeper is
 * confined to its loop.
 */
@NullMarked
package ai.fullpotential.orchestrator.firing;

import org.jspecify.annotations.NullMarked;
