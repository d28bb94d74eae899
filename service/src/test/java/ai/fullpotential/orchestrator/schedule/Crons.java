package ai.fullpotential.orchestrator.schedule;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shorthand for tests. */
final class Crons {

  private Crons() {}

  static Cron cron(String expression, String zone) {
    return switch (Cron.read(expression, zone)) {
      case Cron.Reading.Valid valid -> valid.cron();
      case Cron.Reading.Invalid invalid -> throw new AssertionError(invalid.faults().toString());
    };
  }

  static List<Instant> firings(Cron cron, Instant after, int count) {
    return Stream.iterate(cron.next(after).orElseThrow(), t -> cron.next(t).orElseThrow())
        .limit(count)
        .toList();
  }

  /** All messages about a part, in order. */
  static String faults(String expression, String zone, Cron.Part part) {
    return switch (Cron.read(expression, zone)) {
      case Cron.Reading.Valid valid -> "";
      case Cron.Reading.Invalid invalid ->
          invalid.faults().stream()
              .filter(fault -> fault.part() == part)
              .map(Cron.Fault::message)
              .collect(Collectors.joining("\n"));
    };
  }
}
