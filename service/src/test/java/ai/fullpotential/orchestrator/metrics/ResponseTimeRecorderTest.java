package ai.fullpotential.orchestrator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ResponseTimeRecorderTest {

  private static ResponseTimes of(List<Long> micros) {
    ResponseTimeRecorder recorder = new ResponseTimeRecorder();
    micros.forEach(recorder::record);
    return recorder.times();
  }

  @Property(tries = 500)
  void isWrongByOnePercentAtMost(
      @ForAll @Size(min = 1, max = 300) List<@LongRange(min = 0, max = 86_400_000_000L) Long> micros) {
    isRight(micros);
  }

  @Property(tries = 200)
  void isWrongByOnePercentAtMostForShortTimesToo(
      @ForAll @Size(min = 1, max = 300) List<@LongRange(min = 0, max = 100_000) Long> micros) {
    isRight(micros);
  }

  @Test
  void isRightForThousandsOfSkewedTimes() {
    Random random = new Random(42);
    LongUnaryOperator skewed = _ -> Math.round(2_000 * Math.exp(2 * random.nextGaussian()));
    isRight(LongStream.range(0, 50_000).map(skewed).boxed().toList());
  }

  private static void isRight(List<Long> micros) {
    ResponseTimes times = of(micros);
    List<Long> sorted = micros.stream().sorted().toList();

    assertThat(times.count()).isEqualTo(micros.size());
    assertThat(micros(times.min())).isEqualTo(sorted.getFirst());
    assertThat(micros(times.max())).isEqualTo(sorted.getLast());
    assertThat(micros(times.sum())).isEqualTo(sorted.stream().mapToLong(Long::longValue).sum());
    isNear(times.p50(), sorted, 50);
    isNear(times.p95(), sorted, 95);
    isNear(times.p99(), sorted, 99);
  }

  private static void isNear(Duration told, List<Long> sorted, int percent) {
    int rank = Math.max(1, (int) Math.ceil(percent * sorted.size() / 100.0));
    long exact = sorted.get(rank - 1);
    assertThat(micros(told)).isCloseTo(exact, within(Math.max(1, exact / 100)));
  }

  private static long micros(Duration duration) {
    return duration.dividedBy(Duration.of(1, ChronoUnit.MICROS));
  }

  @Test
  void neverTellsAPercentileAboveTheMaximum() {
    ResponseTimes times = of(List.of(1_000_003L));

    assertThat(times.p99()).isEqualTo(times.max()).isEqualTo(times.min());
  }

  @Test
  void takesTimesBeyondAWeek() {
    Duration month = Duration.ofDays(30);
    ResponseTimes times = of(List.of(month.toNanos() / 1000));

    assertThat(times.max()).isEqualTo(month);
    assertThat(times.avg()).isEqualTo(month);
    assertThat(times.p50()).isBetween(Duration.ofDays(7), Duration.ofDays(7).plusHours(2));
  }

  @Test
  void sortsTimesIntoBucketsWhoseBoundsAreIncluded() {
    DurationBuckets buckets = new DurationBuckets();
    LongStream.of(0, 1000, 1001, 2500, 5_000_000, 5_000_001, 3_600_000_000L, 3_600_000_001L)
        .forEach(buckets::count);

    double[] bounds = DurationBuckets.bounds();
    long[] counts = buckets.counts();
    assertThat(counts).hasSameSizeAs(bounds);
    assertThat(bounds).isSorted().endsWith(3600, Double.POSITIVE_INFINITY);
    assertThat(counts[0]).as("up to 1 ms").isEqualTo(2);
    assertThat(counts[1]).as("up to 2.5 ms").isEqualTo(2);
    assertThat(counts[11]).as("up to 5 s").isEqualTo(1);
    assertThat(counts[12]).as("up to 10 s").isEqualTo(1);
    assertThat(counts[17]).as("up to an hour").isEqualTo(1);
    assertThat(counts[18]).as("above").isEqualTo(1);
  }
}
