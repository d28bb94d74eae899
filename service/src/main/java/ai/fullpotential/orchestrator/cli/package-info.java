/**
 * The command line: what is asked for, help, errors and exit codes. What starts a service is handed in
 * as {@link ai.fullpotential.orchestrator.cli.Actions}; everything else speaks to a running one over
 * its public REST API, with the JDK's own client, so that it starts fast. May import {@code net},
 * {@code json}, {@code time}, {@code config}, and of {@code registry} the durable file, in which a load
 * keeps its place. For one thread.
 *
 * <p>Commands are described by picocli's builders, not by annotations: nothing is looked up by
 * reflection, which would cost time at every start.
 */
@NullMarked
package ai.fullpotential.orchestrator.cli;

import org.jspecify.annotations.NullMarked;
