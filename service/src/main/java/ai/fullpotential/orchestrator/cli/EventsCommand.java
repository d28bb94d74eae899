package ai.fullpotential.orchestrator.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Prints the service's events as they come. */
record EventsCommand(Client client) implements Command {

  private static final String COUNT = "--count";
  private static final String TYPE = "--type";

  /** Where the events are. */
  static final String EVENTS = Session.ROOT + "/events";

  @Override
  public CommandSpec spec() {
    return client.spec(
        Specs.of(
                this,
                "events",
                "Print what happens from now on, one line each, until Ctrl-C. It goes on through"
                    + " restarts of the service.",
                "orchestrator events",
                "all of it",
                "orchestrator events --type task.failed --droplet mailer",
                "tasks that fail there",
                "orchestrator events --json --type task.failed | jq -r .task_id",
                "for a script: one JSON object a line",
                "orchestrator events --type registry.active --count 1",
                "wait until it happens")
            .addOption(
                Specs.repeatable(
                    TYPE, "TYPE", "Events of this type, such as task.failed; several times."))
            .addOption(Specs.option("--droplet", "NAME", String.class, "Events of this droplet."))
            .addOption(Specs.option("--task", "ID", String.class, "Events of this task."))
            .addOption(Specs.option(COUNT, "N", Integer.class, "Stop after so many.")));
  }

  @Override
  public ExitCode run(ParseResult parsed) {
    return client.run(parsed, EventsCommand::follow);
  }

  private static ExitCode follow(Given given, Session session) throws Unreachable {
    List<String> types = given.texts(TYPE);
    String path =
        new TaskPaths.Query()
            .and("types", Optional.of(String.join(",", types)).filter(t -> !t.isEmpty()))
            .and("droplet", given.text("--droplet"))
            .and("task_id", given.text("--task"))
            .after(EVENTS);
    session.answer(session.api().send(Call.of("GET", Session.HEALTH)));
    EventLines lines = new EventLines(session, given.whole(COUNT, 1, Integer.MAX_VALUE));
    try {
      new EventFeed(session.api(), path, session.surroundings().pause(), lines).follow();
      return ExitCode.OK;
    } catch (Refused e) {
      return refused(e.reply(), session);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted");
    }
  }

  private static ExitCode refused(Reply reply, Session session) throws Unreachable {
    if (reply.code().equals("NOT_FOUND") && !session.json()) {
      session.terminal().complain("this service tells no events; it is older than this command");
      return ExitCode.FAILURE;
    }
    return session.tell(reply, _ -> {}, _ -> ExitCode.FAILURE);
  }
}
