package ai.fullpotential.orchestrator.metrics;

import ai.fullpotential.orchestrator.task.Attempt;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts how attempts ended; there are as many ways as words here, and never more. */
final class AttemptTally {

  /** An answer of 500 and above, which the record calls answered as any other. */
  private static final String SERVER_ERROR = "server_error";

  private static final int FIRST_SERVER_ERROR = 500;

  private final Map<String, LongAdder> counts = new TreeMap<>();

  AttemptTally() {
    counts.put(SERVER_ERROR, new LongAdder());
    for (Attempt.Outcome outcome : Attempt.Outcome.values()) {
      counts.put(outcome.wire(), new LongAdder());
    }
  }

  void count(Attempt attempt) {
    Attempt.End end = attempt.end();
    if (end != null) {
      Integer status = end.responseStatus();
      boolean serverError = status != null && status >= FIRST_SERVER_ERROR;
      LongAdder count = counts.get(serverError ? SERVER_ERROR : end.outcome().wire());
      if (count != null) {
        count.increment();
      }
    }
  }

  SortedMap<String, Long> counts() {
    SortedMap<String, Long> all = new TreeMap<>();
    counts.forEach((outcome, count) -> all.put(outcome, count.sum()));
    return all;
  }
}
