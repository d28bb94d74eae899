package ai.fullpotential.orchestrator.embedded;

import ai.fullpotential.orchestrator.net.ExchangeListener;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts requests, and passes each on: all of them, and by the minute over the last hour. */
final class RequestTally implements ExchangeListener {

  private static final int MINUTES = 60;
  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  private final TimeSource time;
  private final ExchangeListener next;
  private final long startNanos;
  private final long[] requests = new long[MINUTES];
  private final long[] errors = new long[MINUTES];
  private long minute;
  private long total;

  RequestTally(TimeSource time, ExchangeListener next) {
    this.time = time;
    this.next = next;
    this.startNanos = time.nanos();
  }

  @Override
  public void answered(
      String method,
      String path,
      String template,
      int status,
      String requestId,
      @Nullable String traceId,
      Duration took) {
    count(status);
    next.answered(method, path, template, status, requestId, traceId, took);
  }

  private synchronized void count(int status) {
    int slot = slot();
    total++;
    requests[slot]++;
    if (status >= 500) {
      errors[slot]++;
    }
  }

  /** All requests so far. */
  synchronized long total() {
    return total;
  }

  /** Those of the last whole minute; of the current one in the first minute. */
  synchronized long perMinute() {
    int slot = slot();
    return requests[minute == 0 ? slot : Math.floorMod(slot - 1, MINUTES)];
  }

  /** The answers of 500 and above within the last hour, to the minute. */
  synchronized long errorsLastHour() {
    slot();
    long sum = 0;
    for (long count : errors) {
      sum += count;
    }
    return sum;
  }

  /** The slot of the current minute, after the slots of those that have passed are emptied. */
  private int slot() {
    long now = (time.nanos() - startNanos) / MINUTE_NANOS;
    long empty = Math.min(now - minute, MINUTES);
    for (long i = 0; i < empty; i++) {
      int slot = (int) ((now - i) % MINUTES);
      requests[slot] = 0;
      errors[slot] = 0;
    }
    minute = now;
    return (int) (now % MINUTES);
  }
}
