package ai.fullpotential.orchestrator.cli;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with rate and time left, for a person at a terminal. */
final class BarProgress implements LoadProgress {

  /** Where the library's renderer would wrap. */
  private static final int MARGIN = 2;

  private static final String CLEAR_REST = "\u001b[K";

  private final Terminal terminal;
  private final ProgressBar bar;

  /** A bar that begins at a place. */
  BarProgress(Terminal terminal, int columns, Place begin) {
    this.terminal = terminal;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("load")
            .setInitialMax(begin.total() == 0 ? -1 : begin.total())
            .startsFrom(begin.done(), Duration.ZERO)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .showSpeed(new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
            .setConsumer(new DelegatingProgressBarConsumer(this::draw, columns - MARGIN))
            .build();
    show(begin);
  }

  private void draw(String line) {
    terminal.err().print("\r" + line + CLEAR_REST);
    terminal.err().flush();
  }

  @Override
  public void show(Place place) {
    bar.stepTo(place.done());
    bar.setExtraMessage(place.refused() == 0 ? "" : " " + place.refused() + " refused");
  }

  @Override
  public void say(String line) {
    terminal.err().print("\r" + CLEAR_REST);
    terminal.complain(line);
  }

  @Override
  public void close() {
    bar.close();
    terminal.err().println();
    terminal.err().flush();
  }
}
