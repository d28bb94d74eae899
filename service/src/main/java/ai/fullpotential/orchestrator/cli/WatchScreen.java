package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.time.TimeSource;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A task that is watched in a terminal: its record, drawn anew as it changes, and at last whole. */
final class WatchScreen implements WatchView {

  private final Session session;
  private final LiveScreen screen;
  private JsonNode task = Reply.NONE;
  private String trouble = "";

  WatchScreen(Session session, LiveScreen screen) {
    this.session = session;
    this.screen = screen;
  }

  @Override
  public void show(JsonNode now) {
    task = now;
    trouble = "";
    tick();
  }

  @Override
  public void away(String why) {
    trouble = Plain.text(why) + "; trying again";
    tick();
  }

  @Override
  public void tick() {
    if (!TaskView.hasEnded(task)) {
      screen.draw(lines());
    }
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (task.isObject()) {
      StringWriter text = new StringWriter();
      new TaskView(session.writing(new PrintWriter(text))).progress(task);
      lines.addAll(text.toString().lines().toList());
    }
    lines.add("");
    lines.add(
        trouble.isEmpty()
            ? session.paint().faint(waiting() + "Ctrl-C ends the watch, not the task")
            : session.paint().warning(trouble));
    return lines;
  }

  private String waiting() {
    TimeSource time = session.surroundings().time();
    Optional<Instant> until =
        session.moments().instant(Plain.text(task.path("waiting_on").path("until")));
    return until
        .map(at -> Duration.between(time.instant(), at))
        .filter(Duration::isPositive)
        .map(left -> "goes on in " + Spans.shown(left) + " · ")
        .orElse("");
  }

  @Override
  public void close() throws IOException {
    screen.close();
    if (task.isObject()) {
      new TaskView(session).record(task);
    }
    session.terminal().out().flush();
  }
}
