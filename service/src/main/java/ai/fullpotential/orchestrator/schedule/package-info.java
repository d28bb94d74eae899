/**
 * When a cron expression fires in a time zone, and what becomes of a firing: arithmetic only. No
 * clock, no thread, no I/O; imports nothing of this program. All values are immutable.
 */
@NullMarked
package ai.fullpotential.orchestrator.schedule;

import org.jspecify.annotations.NullMarked;
