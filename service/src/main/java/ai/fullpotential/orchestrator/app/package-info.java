/**
 * The whole service, put together: every object is built here, by constructor, and here is the order
 * of start and stop. Read {@link ai.fullpotential.orchestrator.app.Application} as the architecture
 * diagram. May import every package.
 */
@NullMarked
package ai.fullpotential.orchestrator.app;

import org.jspecify.annotations.NullMarked;
