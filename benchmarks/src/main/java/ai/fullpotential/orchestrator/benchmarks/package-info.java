/** What the pure parts on the path of a task cost. */
@NullMarked
package ai.fullpotential.orchestrator.benchmarks;

import org.jspecify.annotations.NullMarked;
