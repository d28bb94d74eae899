/**
 * The program's entry. May import {@code app}, {@code cli} and {@code config}.
 */
@NullMarked
package ai.fullpotential.orchestrator;

import org.jspecify.annotations.NullMarked;
