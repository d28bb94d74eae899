/**
 * Who asks: signed tokens (JWT) of callers, the keys they are checked with, and the doorkeeper that stands
 * before the routes. The signatures are checked by the library; only this package sees it.
 *
 * <p>Safe for any thread. May import {@code net}, {@code json} and {@code time}.
 */
@NullMarked
package ai.fullpotential.orchestrator.auth;

import org.jspecify.annotations.NullMarked;
