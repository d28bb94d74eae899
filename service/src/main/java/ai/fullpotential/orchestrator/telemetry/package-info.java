/**
 * What leaves by OTLP, when somebody wants it: the spans of tasks and all metrics. May import {@code
 * task} and {@code trace}. Only this package sees the OpenTelemetry SDK, and loads it only when there
 * is somewhere to send to.
 *
 * <p>Handing over a span takes no lock and never waits; whatever finds the queue full is dropped.
 */
@NullMarked
package ai.fullpotential.orchestrator.telemetry;

import org.jspecify.annotations.NullMarked;
