package ai.fullpotential.orchestrator.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Ends a task before its time. */
record CancelCommand(Client client) implements Command {

  @Override
  public CommandSpec spec() {
    return client.spec(
        Specs.of(
                this,
                "cancel",
                "End a task that has not ended: one that waits never runs, one that runs is cut."
                    + " Exits with 1 when it had ended before.",
                "orchestrator cancel 01a20d2f-8e55-7def-b9e4-0d613f13b3ee",
                "and show what it had come to")
            .addPositional(Specs.word(0, "ID", true, "The task's id.")));
  }

  @Override
  public ExitCode run(ParseResult parsed) {
    return client.run(
        parsed,
        (given, session) ->
            session.tell(
                session.api().send(Call.of("DELETE", TaskPaths.of(given.required(0)))),
                new TaskView(session)::record,
                _ -> ExitCode.OK));
  }
}
