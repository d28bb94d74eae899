package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A line for each event. What is told of the connection goes to standard error. */
final class EventLines implements EventFeed.Listener {

  private final Session session;
  private final Terminal terminal;
  private final Optional<Integer> most;
  private int told;
  private boolean isLost;

  /** Lines for so many events, or for all. */
  EventLines(Session session, Optional<Integer> most) {
    this.session = session;
    this.terminal = session.terminal();
    this.most = most;
  }

  @Override
  public void connected() {
    if (isLost) {
      isLost = false;
      terminal.complain("connected again");
    }
  }

  @Override
  public void lost(String why) {
    if (!isLost) {
      isLost = true;
      terminal.complain(why + "; trying again");
    }
  }

  @Override
  public void happened(Event event) {
    if (event.type().equals(Event.RESET)) {
      terminal.complain("some events were missed: the service keeps them only for a while");
    }
    if (event.isOfTheStream()) {
      return;
    }
    told++;
    terminal.out().println(session.json() ? Plain.json(event.data().toString()) : line(event));
    terminal.out().flush();
  }

  @Override
  public boolean isOver() {
    return most.filter(m -> told >= m).isPresent() || terminal.out().checkError();
  }

  private String line(Event event) {
    JsonNode data = event.data();
    String line =
        String.join(
            "  ",
            session.moments().brief(data.path("at")),
            session.paint().event(event.type(), Width.exactly(Plain.text(event.type()), 19, false)),
            Plain.text(data.path("task_id")),
            what(data));
    return line.replaceAll(" {3,}$", "").stripTrailing();
  }

  private static String what(JsonNode data) {
    StringBuilder what = new StringBuilder(Plain.text(data.path("droplet_name")));
    add(what, data, "method", " ");
    add(what, data, "path", " ");
    add(what, data, "response_status", " HTTP ");
    add(what, data, "endpoint", " ");
    add(what, data, "error", ": ");
    return what.toString();
  }

  private static void add(StringBuilder what, JsonNode data, String field, String before) {
    if (data.hasNonNull(field)) {
      what.append(before).append(Plain.text(data.path(field)));
    }
  }
}
