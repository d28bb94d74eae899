package ai.fullpotential.orchestrator.metrics;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Counts durations between fixed bounds: the histogram that Prometheus can add up over nodes. */
final class DurationBuckets {

  /** Upper bounds in seconds; the last bucket is for all above. */
  private static final double[] BOUNDS = {
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1,
    2.5,
    5,
    10,
    20,
    30,
    60,
    300,
    3600,
    Double.POSITIVE_INFINITY
  };

  private static final long[] BOUNDS_MICROS =
      DoubleStream.of(BOUNDS).mapToLong(seconds -> Math.round(seconds * 1_000_000)).toArray();

  private final LongAdder[] counts =
      Stream.generate(LongAdder::new).limit(BOUNDS.length).toArray(LongAdder[]::new);

  void count(long micros) {
    int bucket = 0;
    while (micros > BOUNDS_MICROS[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
  }

  /** The upper bound of each bucket in seconds, the last one infinite. */
  static double[] bounds() {
    return BOUNDS.clone();
  }

  /** How many fell into each bucket, and not into a lower one. */
  long[] counts() {
    return Stream.of(counts).mapToLong(LongAdder::sum).toArray();
  }
}
