package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.time.Pause;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops finished tasks once they are old enough, and keys nobody may use again: soon after the start,
 * then every minute, in steps so small that no other write waits long for one.
 */
final class Retention implements AutoCloseable {

  /** How many tasks one step drops at most. */
  static final int STEP = 500;

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final Duration AT_START = Duration.ofSeconds(5);
  private static final Duration BETWEEN = Duration.ofMinutes(1);

  private final Duration kept;
  private final InstantSource clock;
  private final Pause pause;
  private final Step step;
  private final Thread thread;

  /**
   * Begins to drop.
   *
   * @param kept how long finished tasks are kept
   */
  Retention(String name, Duration kept, InstantSource clock, Pause pause, Step step) {
    this.kept = kept;
    this.clock = clock;
    this.pause = pause;
    this.step = step;
    this.thread = Thread.ofVirtual().name(name).start(this::run);
  }

  /** Drops some of what is too old. */
  @FunctionalInterface
  interface Step {
    /**
     * One transaction.
     *
     * @param endedBefore tasks that ended before this many microseconds since the epoch are too old
     * @param now keys that ran out by then are too old
     * @return whether there may be more
     */
    boolean drop(long endedBefore, long now) throws InterruptedException;
  }

  private void run() {
    try {
      pause.pause(AT_START);
      while (true) {
        sweep();
        pause.pause(BETWEEN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Drops all that is too old by now. */
  void sweep() throws InterruptedException {
    try {
      long now = TaskCodec.micros(clock.instant());
      long endedBefore = now - kept.toSeconds() * 1_000_000;
      boolean isMore = true;
      while (isMore) {
        isMore = step.drop(endedBefore, now);
      }
    } catch (RuntimeException e) {
      LOG.warn("old tasks could not be dropped, which is tried again: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
