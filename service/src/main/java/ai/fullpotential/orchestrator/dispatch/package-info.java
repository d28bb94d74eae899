/**
 * The one use case: take a task in, and walk it through {@link
 * ai.fullpotential.orchestrator.task.TaskMachine} to its end. The machine decides; this package carries
 * its commands out: record, resolve, call, wait, answer. May import {@code task}, {@code retry}, {@code
 * registry}, {@code invoke}, {@code json} and {@code time}.
 *
 * <p>Each walk is confined to one loop and needs no lock.
 */
@NullMarked
package ai.fullpotential.orchestrator.dispatch;

import org.jspecify.annotations.NullMarked;
