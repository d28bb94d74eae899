package ai.fullpotential.orchestrator.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The machine's clocks, and real waiting. The only class that reads them. The wall clock is read once and
 * carried on by the monotonic one, so that no jump of it makes a task early, late, or lost.
 */
public final class SystemTime implements TimeSource, Pause {

  private final Instant start = Instant.now();
  private final long startNanos = System.nanoTime();

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    Thread.sleep(duration);
  }
}
