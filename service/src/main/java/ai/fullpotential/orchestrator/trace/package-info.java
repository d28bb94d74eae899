/**
 * The context that a request's trace comes with and goes on with (W3C Trace Context): reading it
 * strictly, and the ids that are made here. Pure; imports nothing.
 */
@NullMarked
package ai.fullpotential.orchestrator.trace;

import org.jspecify.annotations.NullMarked;
