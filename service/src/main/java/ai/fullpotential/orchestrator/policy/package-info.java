/**
 * What a droplet is called within: how fast, how many at once, how often again, and when not at all.
 * Arithmetic only: no clock, no thread, no I/O. Values are immutable unless they say otherwise.
 */
@NullMarked
package ai.fullpotential.orchestrator.policy;

import org.jspecify.annotations.NullMarked;
