package ai.fullpotential.orchestrator.retry;

import java.util.List;

/**
 * Which ends of an attempt are worth another one.
 *
 * @param statuses ranges of status codes
 * @param timeout whether no answer in time is
 * @param connection whether a connection refused, reset or without an address is
 */
public record RetryOn(List<Range> statuses, boolean timeout, boolean connection) {

  /** Every way of not answering, and every 5xx (contract A3). */
  public static final RetryOn DEFAULT = new RetryOn(List.of(new Range(500, 599)), true, true);

  /** Copies the list. */
  public RetryOn {
    statuses = List.copyOf(statuses);
  }

  /** Status codes from the first to the last. */
  public record Range(int first, int last) {

    /** Rejects what is no range of status codes. */
    public Range {
      if (first < 100 || last > 599 || first > last) {
        throw new IllegalArgumentException(first + "-" + last + " is no range from 100 to 599");
      }
    }

    boolean has(int status) {
      return status >= first && status <= last;
    }
  }

  boolean covers(Failure failure) {
    return switch (failure) {
      case Failure.Status(int status, _) -> covers(status);
      case Failure.Timeout() -> timeout;
      case Failure.Connection() -> connection;
      case Failure.Unseen() -> true;
    };
  }

  private boolean covers(int status) {
    for (Range range : statuses) {
      if (range.has(status)) {
        return true;
      }
    }
    return false;
  }
}
