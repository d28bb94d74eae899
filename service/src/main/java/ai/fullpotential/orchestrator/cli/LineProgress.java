package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;

/** A line now and then, for a log. */
final class LineProgress implements LoadProgress {

  private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);

  private final Terminal terminal;
  private final TimeSource time;
  private final Place begin;
  private final long start;
  private long last;

  /** Lines that begin at a place. */
  LineProgress(Terminal terminal, TimeSource time, Place begin) {
    this.terminal = terminal;
    this.time = time;
    this.begin = begin;
    this.start = time.nanos();
    this.last = start;
  }

  @Override
  public void show(Place place) {
    if (time.since(last).compareTo(NOW_AND_THEN) < 0) {
      return;
    }
    last = time.nanos();
    long total = place.total();
    double rate = Rate.of(place.done() - begin.done(), time.since(start));
    String left =
        total == 0 || rate == 0
            ? ""
            : ", %d s left".formatted(Math.round((total - place.done()) / rate));
    say(
        "%d%s tasks sent, %d refused, %.0f a second%s"
            .formatted(
                place.done(), total == 0 ? "" : " of " + total, place.refused(), rate, left));
  }

  @Override
  public void say(String line) {
    terminal.complain(line);
  }

  @Override
  public void close() {
    // nothing is left on the terminal
  }
}
