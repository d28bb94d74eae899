/**
 * The description of the API (OpenAPI 3.1), and the page to read and try it. Both are files: nothing of
 * the API is known here. Built when first asked for, immutable then. May import {@code net}.
 */
@NullMarked
package ai.fullpotential.orchestrator.openapi;

import org.jspecify.annotations.NullMarked;
