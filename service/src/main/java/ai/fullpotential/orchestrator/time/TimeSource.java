package ai.fullpotential.orchestrator.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A wall clock and a monotonic one. The wall clock dates records; every span is measured with
 * {@link #nanos}, so that a clock that is set back or forward shortens and lengthens nothing.
 */
public interface TimeSource extends InstantSource {

  /** A reading of the monotonic clock in nanoseconds. Only differences have a meaning. */
  long nanos();

  /** The monotonic time since a reading of {@link #nanos}. */
  default Duration since(long startNanos) {
    return Duration.ofNanos(nanos() - startNanos);
  }

  /**
   * A clock that starts at the wall time of now and then follows the monotonic clock alone. One
   * task's walk keeps one, so its times agree with each other whatever happens to the wall clock.
   */
  default InstantSource anchored() {
    Instant start = instant();
    long startNanos = nanos();
    return () -> start.plusNanos(nanos() - startNanos);
  }
}
