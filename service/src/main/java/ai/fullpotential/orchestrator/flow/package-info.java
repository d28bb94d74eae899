/**
 * What holds tasks back on their way to a droplet, on this node and over all of them: policies as they
 * are stored, and the gate before each droplet. Imports the pure packages {@code policy}, {@code task},
 * {@code retry}, and {@code json} and {@code time}. Types say for which threads they are safe.
 */
@NullMarked
package ai.fullpotential.orchestrator.flow;

import org.jspecify.annotations.NullMarked;
