package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.time.TimeSource;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;

/** One load as a person sees it: the progress, the summary, and how to go on after an early end. */
final class LoadRun {

  private static final int MOST_LINES = 1000;

  private final LoadSource source;
  private final Session session;
  private final Terminal terminal;
  private final TimeSource time;
  private final LoadProgress progress;
  private final Load load;
  private final long start;

  /**
   * A load that has not begun.
   *
   * @param rate so many lines a second at most
   */
  LoadRun(LoadSource source, Session session, int rate) {
    this.source = source;
    this.session = session;
    this.terminal = session.terminal();
    this.time = session.surroundings().time();
    this.start = time.nanos();
    this.progress = progress(source.begin());
    this.load =
        new Load(
            source.lines(),
            new BatchSender(session.api(), session.surroundings().pause(), progress::say),
            new Rate(rate, time, session.surroundings().pause()),
            Math.min(rate, MOST_LINES),
            source.begin(),
            new Shown(source, progress));
  }

  private LoadProgress progress(Place begin) {
    Screen screen = session.surroundings().screen();
    return screen.err()
        ? new BarProgress(terminal, screen.columns().getAsInt(), begin)
        : new LineProgress(terminal, time, begin);
  }

  ExitCode run() throws IOException, Unreachable {
    Thread hook = new Thread(this::stop, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return toTheEnd();
    } finally {
      remove(hook);
    }
  }

  private ExitCode toTheEnd() throws IOException, Unreachable {
    try (progress) {
      load.run(this::answered);
    } catch (Rejected e) {
      e.error().print(terminal);
      return stopped();
    } catch (Unreachable e) {
      stopped();
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return stopped();
    }
    if (load.isStopping()) {
      return ExitCode.FAILURE;
    }
    source.finished();
    summary();
    return load.place().refused() == 0 ? ExitCode.OK : ExitCode.FAILURE;
  }

  private void answered(JsonNode answer) {
    if (session.json()) {
      terminal.out().println(Plain.json(answer.toString()));
    }
  }

  /** Lets the load end where it is, as Ctrl-C does, and says how to go on. */
  void stop() {
    load.stop();
    terminal.err().println();
    stopped();
  }

  private ExitCode stopped() {
    Place place = load.place();
    String of = place.total() == 0 ? "" : " of " + place.total();
    terminal.complain(
        "stopped after %d%s tasks, at line %d; %s"
            .formatted(place.done(), of, place.lines(), source.toGoOn()));
    return ExitCode.FAILURE;
  }

  /** What is told beside the answers must not stand among them. */
  private void summary() {
    Place place = load.place();
    Duration took = time.since(start);
    PrintWriter out = session.json() ? terminal.err() : terminal.out();
    out.println(
        "%d accepted, %d refused%s, in %d s, %.0f a second"
            .formatted(
                place.accepted(),
                place.refused(),
                place.refused() == 0 ? "" : " (" + source.refusedAt() + ")",
                took.toSeconds(),
                Rate.of(place.done() - source.begin().done(), took)));
    out.flush();
  }

  /** The source's own ledger, looked at by whoever waits. */
  private record Shown(LoadSource source, LoadProgress progress) implements Load.Ledger {

    @Override
    public long refused(Map<Line, JsonNode> refused) throws IOException {
      return source.refused(refused, progress::say);
    }

    @Override
    public void reached(Place place) throws IOException {
      source.reached(place);
      progress.show(place);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stoppingAlready) {
      // the hook runs, and the process ends with the signal's own code
    }
  }
}
