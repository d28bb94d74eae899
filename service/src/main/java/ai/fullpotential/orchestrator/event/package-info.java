/**
 * What happens, as it happens: the events of this node and of its fellows, numbered, kept for a while
 * and filtered. No thread and no I/O of its own; everything is safe for any thread.
 */
@NullMarked
package ai.fullpotential.orchestrator.event;

import org.jspecify.annotations.NullMarked;
