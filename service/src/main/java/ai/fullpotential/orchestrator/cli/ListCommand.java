package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists tasks, the newest first. */
record ListCommand(Client client) implements Command {

  private static final int USUAL_LIMIT = 20;

  @Override
  public CommandSpec spec() {
    return client.spec(
        Specs.of(
                this,
                "list",
                "List tasks, the newest first. Columns that have no room in the terminal are left"
                    + " out; into a pipe goes everything.",
                "orchestrator list",
                "the newest twenty",
                "orchestrator list --status error --droplet mailer",
                "what failed there",
                "orchestrator list --q 'connection refused'",
                "by words of the error, or an id's beginning",
                "orchestrator list --json | jq -r '.tasks[].id'",
                "ids for a script")
            .addOption(
                Specs.choice(
                    "--status",
                    "STATUS",
                    TaskView.STATUSES,
                    "queued, running, success, error, timeout, cancelled or held."))
            .addOption(Specs.option("--droplet", "NAME", String.class, "Tasks for this droplet."))
            .addOption(
                Specs.option(
                    "--capability", "NAME", String.class, "Tasks for any droplet that offers it."))
            .addOption(Specs.option("--tag", "TAG", String.class, "Tasks with this tag."))
            .addOption(
                Specs.option(
                    "--q", "WORDS", String.class, "Words of the error, or an id's beginning."))
            .addOption(
                Specs.option(
                    "--limit",
                    "N",
                    Integer.class,
                    "So many at most; " + USUAL_LIMIT + " unless told."))
            .addOption(
                Specs.option(
                    "--cursor", "CURSOR", String.class, "Go on where an earlier page ended.")));
  }

  @Override
  public ExitCode run(ParseResult parsed) {
    return client.run(parsed, ListCommand::list);
  }

  private static ExitCode list(Given given, Session session) throws Unreachable {
    String path =
        new TaskPaths.Query()
            .and("status", given.text("--status"))
            .and("droplet_name", given.text("--droplet"))
            .and("capability", given.text("--capability"))
            .and("tag", given.text("--tag"))
            .and("q", given.text("--q"))
            .and("limit", given.whole("--limit").or(() -> Optional.of(USUAL_LIMIT)))
            .and("cursor", given.text("--cursor"))
            .after(Session.TASKS);
    return session.tell(
        session.api().send(Call.of("GET", path)), page -> show(page, session), _ -> ExitCode.OK);
  }

  private static void show(JsonNode page, Session session) {
    int shown = page.path("tasks").size();
    if (shown > 0) {
      new TaskView(session).list(page);
      session.terminal().out().println();
    }
    String total = Plain.text(page.path("total"));
    String next = Plain.text(page.path("next_cursor"));
    session
        .terminal()
        .out()
        .println(
            (shown == 0 ? "No task matches" : shown + (total.isEmpty() ? "" : " of " + total))
                + (next.isEmpty() ? "." : "; go on with --cursor " + next));
  }
}
