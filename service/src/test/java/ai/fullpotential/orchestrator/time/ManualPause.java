package ai.fullpotential.orchestrator.time;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Pauses that end when a test has moved its {@link ManualTime} far enough. A test waits for a pause
 * with {@link #awaitPause} before it moves the time, and so is never early.
 */
public final class ManualPause implements Pause {

  private static final int PATIENCE_SECONDS = 10;

  private final ManualTime time;
  private final BlockingQueue<Duration> begun = new LinkedBlockingQueue<>();

  /** Pauses by this clock. */
  public ManualPause(ManualTime time) {
    this.time = time;
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    long end = time.nanos() + duration.toNanos();
    begun.add(duration);
    time.awaitNanos(end);
  }

  /** Waits until a pause has begun that was not told of yet, and returns its length. */
  public Duration awaitPause() throws InterruptedException {
    Duration duration = begun.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (duration == null) {
      throw new AssertionError("no thread paused within " + PATIENCE_SECONDS + " s");
    }
    return duration;
  }

  /** Waits for the next pause and lets it pass. Returns its length. */
  public Duration passNext() throws InterruptedException {
    Duration duration = awaitPause();
    time.advance(duration);
    return duration;
  }
}
