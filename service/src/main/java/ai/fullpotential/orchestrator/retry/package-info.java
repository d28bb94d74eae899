/**
 * When to try again: arithmetic only. No clock, no thread, no I/O; imports nothing of this program.
 */
@NullMarked
package ai.fullpotential.orchestrator.retry;

import org.jspecify.annotations.NullMarked;
