package ai.fullpotential.orchestrator.store;

import java.time.Duration;

/**
 * How much of the past is kept. Tasks that are not finished are always kept.
 *
 * @param maxFinished the most finished tasks
 * @param retention how long a finished task is kept
 * @param maxBytes about how much memory finished tasks may take together
 */
public record HistorySettings(int maxFinished, Duration retention, long maxBytes) {

  /** Large payloads must not fill the heap before there are many tasks: they may take a quarter. */
  private static final int SHARE_OF_HEAP = 4;

  /** The same, with a quarter of the largest heap as the bound in bytes. */
  public HistorySettings(int maxFinished, Duration retention) {
    this(maxFinished, retention, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }
}
