/**
 * The log: one line an event on standard output, for people or for machines, written by a thread of
 * its own so that nothing waits for it; and the listeners that write the line of each request and of
 * each task's end. Never logs payloads, bodies or headers. May import {@code net} and {@code task} for
 * what they tell listeners, and {@code config} for level and format.
 *
 * <p>Safe for any thread.
 */
@NullMarked
package ai.fullpotential.orchestrator.logging;

import org.jspecify.annotations.NullMarked;
