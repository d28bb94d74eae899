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
                "List the droplets that tasks can be routed to, whether they can be reached, how tasks"
                    + " fared with each since the service started, and what holds them back.",
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
    boolean isShown = !session.json() && !reply.isError();
    JsonNode metrics = isShown ? read(session, Session.METRICS) : Reply.NONE;
    JsonNode policies = isShown ? read(session, PolicyPaths.ALL) : Reply.NONE;
    return session.tell(
        reply, droplets -> show(droplets, metrics, policies, session), _ -> ExitCode.OK);
  }

  private static JsonNode read(Session session, String path) throws Unreachable {
    return session.answer(session.api().send(Call.of("GET", path)));
  }

  private static void show(
      JsonNode droplets, JsonNode metrics, JsonNode policies, Session session) {
    DropletFigures.table(
            DropletFigures.of(droplets, metrics, session.moments()), new HeldDroplets(policies))
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
