/**
 * The mesh in one command: two sample droplets and a handful of tasks, for a first look and for the
 * training run of the ahead-of-time cache. Speaks to the service by its public API alone. May import
 * {@code net}, {@code json} and {@code time}.
 */
@NullMarked
package ai.fullpotential.orchestrator.demo;

import org.jspecify.annotations.NullMarked;
