package ai.fullpotential.orchestrator.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Pauses a droplet, or lets it go on.
 *
 * @param name {@code pause} or {@code resume}
 */
record PauseCommand(Client client, String name) implements Command {

  @Override
  public CommandSpec spec() {
    return client.spec(
        (isPause() ? pause() : resume())
            .addPositional(Specs.word(0, "DROPLET", true, "The droplet's name, or * for all.")));
  }

  private boolean isPause() {
    return name.equals("pause");
  }

  private CommandSpec pause() {
    return Specs.of(
        this,
        name,
        "Call a droplet no more until it is resumed. Its tasks are taken in and wait; calls under way"
            + " go on to their end.",
        "orchestrator pause printer",
        "until: orchestrator resume printer",
        "orchestrator pause '*'",
        "all whose own policy does not say otherwise");
  }

  private CommandSpec resume() {
    return Specs.of(
        this,
        name,
        "Call a droplet again that was paused, also while * is paused.",
        "orchestrator resume printer",
        "what waits goes on",
        "orchestrator resume '*'",
        "all that are not paused by themselves");
  }

  @Override
  public ExitCode run(ParseResult parsed) {
    return client.run(
        parsed,
        (given, session) ->
            session.tell(
                session.api().send(Call.of("POST", PolicyPaths.droplet(given.required(0), name))),
                new PolicyView(session)::one,
                _ -> ExitCode.OK));
  }
}
