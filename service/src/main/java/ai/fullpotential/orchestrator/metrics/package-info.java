/**
 * What is counted, and its two expositions: JSON and Prometheus' text (contract A5). Every figure is
 * counted once; both expositions render the same {@link
 * ai.fullpotential.orchestrator.metrics.Reading}. May import {@code task}, {@code registry} (to read),
 * {@code net}, {@code json} and {@code time}.
 *
 * <p>Recording takes no lock, costs well under a microsecond, and is safe for any thread. Everything
 * that is counted by name is bounded: routes by their templates, droplets by {@link
 * ai.fullpotential.orchestrator.metrics.TaskMetrics#MAX_DROPLETS}.
 */
@NullMarked
package ai.fullpotential.orchestrator.metrics;

import org.jspecify.annotations.NullMarked;
