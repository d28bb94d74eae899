/**
 * JSON as this service treats it: strict on the way in, compact on the way out, and payloads kept
 * as the text they are, so that no digit changes between a caller and a droplet. Imports nothing of
 * this program. Stateless, safe for any thread.
 */
@NullMarked
package ai.fullpotential.orchestrator.json;

import org.jspecify.annotations.NullMarked;
