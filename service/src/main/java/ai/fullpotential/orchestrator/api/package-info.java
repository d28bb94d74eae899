/**
 * The REST API: one class for each resource, with its routes, what it takes and what it answers. Says
 * nothing of how things are done; turns outcomes into HTTP. May import {@code net}, {@code task}, {@code
 * dispatch}, {@code schedule}, {@code firing}, {@code registry}, {@code metrics}, {@code retry}, {@code
 * json} and {@code time}.
 *
 * <p>Handlers are stateless and run on loops, or on virtual threads where the route says so.
 */
@NullMarked
package ai.fullpotential.orchestrator.api;

import org.jspecify.annotations.NullMarked;
