package ai.fullpotential.orchestrator.metrics;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AtomicHistogram;

/**
 * Takes durations in and tells their spread. Memory (35 kB) and the cost of a reading do not depend
 * on how many there were. Durations of more than a week count as a week in the percentiles.
 */
final class ResponseTimeRecorder {

  private static final long LONGEST_MICROS = Duration.ofDays(7).toNanos() / 1000;

  /** 128 steps between a value and its double: an error below 0.8%. */
  private static final int SIGNIFICANT_DIGITS = 2;

  // One that grows with its values would be smaller, but its growth is not safe to read during.
  private final AtomicHistogram histogram =
      new AtomicHistogram(1, LONGEST_MICROS, SIGNIFICANT_DIGITS);
  private final LongAdder sumMicros = new LongAdder();
  private final LongAccumulator minMicros = new LongAccumulator(Math::min, Long.MAX_VALUE);
  private final LongAccumulator maxMicros = new LongAccumulator(Math::max, 0);

  void record(long micros) {
    histogram.recordValue(Math.min(micros, LONGEST_MICROS));
    sumMicros.add(micros);
    minMicros.accumulate(micros);
    maxMicros.accumulate(micros);
  }

  /** What was recorded so far. A duration that comes in meanwhile may be in only a part of it. */
  ResponseTimes times() {
    long count = histogram.getTotalCount();
    if (count == 0) {
      Duration none = Duration.ZERO;
      return new ResponseTimes(0, none, none, none, none, none, none);
    }
    return new ResponseTimes(
        count,
        micros(sumMicros.sum()),
        micros(minMicros.get()),
        micros(maxMicros.get()),
        percentile(50),
        percentile(95),
        percentile(99));
  }

  private Duration percentile(double percent) {
    return micros(Math.min(histogram.getValueAtPercentile(percent), maxMicros.get()));
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
