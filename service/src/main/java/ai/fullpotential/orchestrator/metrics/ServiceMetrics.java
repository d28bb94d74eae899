package ai.fullpotential.orchestrator.metrics;

import ai.fullpotential.orchestrator.net.ExchangeListener;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts every answered request (contract A7). */
public final class ServiceMetrics implements ExchangeListener {

  private final ConcurrentMap<RequestKind, RequestTally> byKind = new ConcurrentHashMap<>();
  private final SlidingCount lastMinute;
  private final SlidingCount errorsLastHour;

  /** Requests of one kind, and the time they took together. */
  public record RequestFigures(long count, Duration sum) {}

  private record RequestTally(LongAdder count, LongAdder nanos) {
    RequestFigures figures() {
      return new RequestFigures(count.sum(), Duration.ofNanos(nanos.sum()));
    }
  }

  /** Nothing counted yet. */
  public ServiceMetrics(TimeSource time) {
    lastMinute = new SlidingCount(time, Duration.ofMinutes(1), 60);
    errorsLastHour = new SlidingCount(time, Duration.ofHours(1), 360);
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
    RequestTally tally =
        byKind.computeIfAbsent(
            RequestKind.of(template, method, status),
            _ -> new RequestTally(new LongAdder(), new LongAdder()));
    tally.count().increment();
    tally.nanos().add(took.toNanos());
    lastMinute.increment();
    if (status >= 500) {
      errorsLastHour.increment();
    }
  }

  /** All requests answered so far. */
  public long requestsTotal() {
    return byKind.values().stream().mapToLong(tally -> tally.count().sum()).sum();
  }

  /** The requests answered in the last minute, by a window that slides by the second. */
  public long requestsLastMinute() {
    return lastMinute.sum();
  }

  /** The answers of 500 and above in the last hour, by a window that slides by ten seconds. */
  public long errorsLastHour() {
    return errorsLastHour.sum();
  }

  /** The requests of each kind that there was. */
  public Map<RequestKind, RequestFigures> byKind() {
    Map<RequestKind, RequestFigures> figures = new HashMap<>();
    byKind.forEach((kind, tally) -> figures.put(kind, tally.figures()));
    return figures;
  }
}
