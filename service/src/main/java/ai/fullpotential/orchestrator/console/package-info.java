/**
 * The web console: a page, its modules and styles, served as they are. It runs in the reader's
 * browser and uses only the public API; nothing of it is known here but its bytes. Immutable once
 * built. May import {@code net}.
 */
@NullMarked
package ai.fullpotential.orchestrator.console;

import org.jspecify.annotations.NullMarked;
