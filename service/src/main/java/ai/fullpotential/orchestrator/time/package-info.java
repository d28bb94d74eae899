/**
 * Time as an argument: the ports through which everything else reads a clock, waits, or asks to be
 * woken. Pure; imports nothing of this program. Only {@link
 * ai.fullpotential.orchestrator.time.SystemTime} touches the machine's clocks.
 */
@NullMarked
package ai.fullpotential.orchestrator.time;

import org.jspecify.annotations.NullMarked;
