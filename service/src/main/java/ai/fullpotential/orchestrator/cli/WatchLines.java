package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** A task that is watched, as a line for each change: of its story, or its whole record as JSON. */
final class WatchLines implements WatchView {

  private final Session session;
  private final Terminal terminal;
  private final Set<String> told = new HashSet<>();
  private String last = "";

  WatchLines(Session session) {
    this.session = session;
    this.terminal = session.terminal();
  }

  @Override
  public void show(JsonNode task) {
    if (session.json()) {
      String now = task.toString();
      if (!now.equals(last)) {
        terminal.out().println(Plain.json(now));
      }
      last = now;
    } else {
      TaskStory.of(task, session)
          .forEach(
              (key, line) -> {
                if (told.add(key)) {
                  terminal.out().println(line);
                }
              });
    }
    terminal.out().flush();
  }

  @Override
  public void away(String why) {
    terminal.complain(why + "; trying again");
  }

  @Override
  public void tick() {
    // a line that is printed stays as it is
  }

  @Override
  public void close() {
    // all has been printed
  }
}
