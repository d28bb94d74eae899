package ai.fullpotential.orchestrator.retry;

import java.time.Duration;
import java.util.List;

/** The wait before each retry. */
public sealed interface Waits permits Backoff, Waits.Listed {

  /** The wait before a retry, counted from 1. */
  Duration before(int retry);

  /**
   * Waits that are told one by one; the last stands for all further ones.
   *
   * @param each in order, at least one, none negative
   */
  record Listed(List<Duration> each) implements Waits {

    /** Rejects an empty list and a negative wait. */
    public Listed {
      each = List.copyOf(each);
      if (each.isEmpty() || each.stream().anyMatch(Duration::isNegative)) {
        throw new IllegalArgumentException("waits " + each + " are empty or negative");
      }
    }

    @Override
    public Duration before(int retry) {
      if (retry < 1) {
        throw new IllegalArgumentException("retries are counted from 1, not " + retry);
      }
      return each.get(Math.min(retry, each.size()) - 1);
    }
  }
}
