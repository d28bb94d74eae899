/**
 * The environment and a {@code .env} file, read once into one immutable {@link
 * ai.fullpotential.orchestrator.config.Settings}. May import the settings records of the features.
 */
@NullMarked
package ai.fullpotential.orchestrator.config;

import org.jspecify.annotations.NullMarked;
