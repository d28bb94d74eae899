package ai.fullpotential.orchestrator.store;

import java.time.Duration;

/**
 * How much of the past is kept. Tasks that are not finished are always kept.
 *
 * @param maxFinished the most finished tasks
 * @param retention how long a finished task is kept
 */
public record HistorySettings(int maxFinished, Duration retention) {}
