/**
 * The command line: what is asked for, help, errors and exit codes. What starts a service is handed in
 * as {@link ai.fullpotential.orchestrator.cli.Actions}; everything else speaks to a running one over
 * its public REST API. May import {@code net}, {@code json} and {@code config}. For one thread.
 *
 * <p>Commands are described by picocli's builders, not by annotations: nothing is looked up by
 * reflection, which would cost time at every start.
 */
@NullMarked
package ai.fullpotential.orchestrator.cli;

import org.jspecify.annotations.NullMarked;
