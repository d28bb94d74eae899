/**
 * A task, its states and what follows from each event: the heart of the service, and pure. {@link
 * ai.fullpotential.orchestrator.task.TaskMachine} is the one place that changes a task; everything
 * around it only carries out what the machine commands. Values are immutable and safe for any
 * thread; the ports say their own rules.
 *
 * <p>May import {@code retry}, {@code trace} and {@code json}.
 */
@NullMarked
package ai.fullpotential.orchestrator.task;

import org.jspecify.annotations.NullMarked;
