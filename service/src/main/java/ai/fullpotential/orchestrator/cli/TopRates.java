package ai.fullpotential.orchestrator.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** How many tasks a second ended lately, from one reading to the next. For one thread. */
final class TopRates {

  private static final int MOST = 60;

  /** Over so long is a rate that neither jumps nor lags. */
  private static final Duration LATELY = Duration.ofSeconds(10);

  private static final String BARS = "▁▂▃▄▅▆▇█";

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanos, long finished) {}

  /** Takes the next reading. The counts of a service that was started again begin anew. */
  void add(TopReading reading) {
    Sample sample = new Sample(reading.nanos(), reading.finished());
    if (!samples.isEmpty() && samples.getLast().finished > sample.finished) {
      samples.clear();
    }
    samples.add(sample);
    if (samples.size() > MOST) {
      samples.removeFirst();
    }
  }

  /** Tasks a second over the last ten seconds. */
  double perSecond() {
    if (samples.size() < 2) {
      return 0;
    }
    List<Sample> all = List.copyOf(samples);
    Sample last = all.getLast();
    List<Sample> before = all.subList(0, all.size() - 1);
    Sample first =
        before.stream()
            .filter(sample -> last.nanos - sample.nanos <= LATELY.toNanos())
            .findFirst()
            .orElse(before.getLast());
    return between(first, last);
  }

  private static double between(Sample first, Sample last) {
    return Rate.of(last.finished - first.finished, Duration.ofNanos(last.nanos - first.nanos));
  }

  /** The last rates as a row of bars, the highest of them as high as a line. */
  String bars(int most) {
    List<Double> rates = new ArrayList<>();
    Sample before = null;
    for (Sample sample : samples) {
      if (before != null) {
        rates.add(between(before, sample));
      }
      before = sample;
    }
    List<Double> shown = rates.subList(Math.max(0, rates.size() - most), rates.size());
    double highest = shown.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    StringBuilder bars = new StringBuilder();
    for (double rate : shown) {
      int height = highest == 0 ? 0 : (int) Math.round(rate / highest * (BARS.length() - 1));
      bars.append(BARS.charAt(height));
    }
    return bars.toString();
  }
}
