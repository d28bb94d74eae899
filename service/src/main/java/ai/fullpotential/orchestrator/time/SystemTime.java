package ai.fullpotential.orchestrator.time;

import java.time.Duration;
import java.time.Instant;

/** The machine's clocks, and real waiting. The only class that reads them. */
public final class SystemTime implements TimeSource, Pause {

  @Override
  public Instant instant() {
    return Instant.now();
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
