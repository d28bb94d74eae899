package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.cli.TopFeed.State;
import ai.fullpotential.orchestrator.cli.TopView.Choice;
import java.io.IOException;
import java.time.Duration;

/** The full screen: what is read is drawn, and keys change how. */
final class TopScreen {

  /** A key is answered within this time, and a new size of the terminal. */
  private static final Duration TICK = Duration.ofMillis(100);

  private static final int TICKS_TO_REDRAW = 10;

  private final LiveScreen screen;
  private final TopFeed feed;
  private final TopView view;
  private final TopRates rates = new TopRates();
  private TopSort sort = TopSort.FAILED;
  private int scrolled;
  private boolean paused;
  private State shown;

  TopScreen(LiveScreen screen, TopFeed feed, TopView view) {
    this.screen = screen;
    this.feed = feed;
    this.view = view;
    this.shown = feed.state();
    rates.add(shown.reading());
  }

  void untilQuit() throws IOException {
    draw();
    int ticks = 0;
    Key key = screen.key(TICK);
    while (key != Key.QUIT) {
      apply(key);
      ticks++;
      boolean isNew = takeNew();
      if (isNew || key != Key.NONE || screen.isResized() || ticks >= TICKS_TO_REDRAW) {
        ticks = 0;
        draw();
      }
      key = screen.key(TICK);
    }
  }

  private void apply(Key key) {
    switch (key) {
      case PAUSE -> paused = !paused;
      case SORT, RIGHT -> sort = sort.next(1);
      case LEFT -> sort = sort.next(-1);
      case UP -> scrolled = Math.max(0, scrolled - 1);
      case DOWN ->
          scrolled =
              Math.min(
                  scrolled + 1,
                  Math.max(0, shown.reading().droplets().path("droplets").size() - 1));
      case NONE, QUIT -> {
        // nothing to change
      }
    }
  }

  /** Whether there is something else to show than before. */
  private boolean takeNew() {
    State now = feed.state();
    if (paused || now.number() == shown.number()) {
      return false;
    }
    if (now.reading().nanos() != shown.reading().nanos()) {
      rates.add(now.reading());
    }
    shown = now;
    return true;
  }

  private void draw() {
    String note = paused ? "PAUSED" : shown.trouble();
    screen.draw(
        view.lines(
            shown.reading(),
            rates,
            new Choice(sort, scrolled, note),
            screen.columns(),
            screen.rows()));
  }
}
