package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the droplets that the service knows. */
record DropletsCommand(Client client) implements Command {

  private static final String CACHED = "--cached";

  @Override
  public CommandSpec spec() {
    return client.spec(
        Specs.of(
                this,
                "droplets",
                "List the droplets that tasks can be routed to, whether they can be reached, and how"
                    + " tasks fared with each since the service started.",
                "orchestrator droplets",
                "as the Registry has them now",
                "orchestrator droplets --cached",
                "as the service has them, at once",
                "orchestrator droplets --json | jq -r '.droplets[] | select(.reachable|not).name'",
                "those that cannot be reached")
            .addOption(
                Specs.flag(CACHED, "Do not ask the Registry first; show what the service knows.")));
  }

  @Override
  public ExitCode run(ParseResult parsed) {
    return client.run(parsed, DropletsCommand::list);
  }

  private static ExitCode list(Given given, Session session) throws Unreachable {
    String path = Session.ROOT + "/droplets" + (given.flag(CACHED) ? "?refresh=false" : "");
    Reply reply = session.api().send(Call.of("GET", path));
    JsonNode metrics =
        session.json() || reply.isError()
            ? Reply.NONE
            : session.answer(session.api().send(Call.of("GET", Session.METRICS)));
    return session.tell(reply, droplets -> show(droplets, metrics, session), _ -> ExitCode.OK);
  }

  private static void show(JsonNode droplets, JsonNode metrics, Session session) {
    DropletFigures.table(DropletFigures.of(droplets, metrics, session.moments()))
        .print(session.terminal().out(), session.columns(), session.paint());
    String state = Plain.text(droplets.path("cache_status"));
    session
        .terminal()
        .out()
        .println(
            "%n%d droplets, from the %s%s."
                .formatted(
                    droplets.path("droplets").size(),
                    Plain.text(droplets.path("served_from")),
                    state.equals("active") ? "" : ", " + state));
  }
}
