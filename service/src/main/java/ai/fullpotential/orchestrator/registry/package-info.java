/**
 * Which droplets there are and where: a snapshot in memory that every read uses without waiting, a
 * file that lets a start without a Registry route, and the work behind them: syncing, registering
 * ourselves, probing. May import {@code net}, {@code json}, {@code time} and {@code retry}.
 *
 * <p>{@link ai.fullpotential.orchestrator.registry.DropletDirectory} is safe for any thread; the work
 * runs on virtual threads of its own.
 */
@NullMarked
package ai.fullpotential.orchestrator.registry;

import org.jspecify.annotations.NullMarked;
