/**
 * The thin layer over the HTTP library, for both directions: a server with bounded requests and one
 * error shape, a client with one deadline and one outcome a call. The only package that sees the
 * library; everything above it speaks of {@link Exchange}, {@link HttpCall} and {@link HttpOutcome}.
 *
 * <p>Each connection and each call belongs to one {@link
 * ai.fullpotential.orchestrator.time.Loop} and needs no lock. May import {@code json} and {@code
 * time}.
 */
@NullMarked
package ai.fullpotential.orchestrator.net;

import org.jspecify.annotations.NullMarked;
