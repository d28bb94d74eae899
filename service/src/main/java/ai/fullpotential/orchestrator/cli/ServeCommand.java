package ai.fullpotential.orchestrator.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Runs the service. */
record ServeCommand(Actions actions, SettingsSource settings) implements Command {

  @Override
  public CommandSpec spec() {
    return Specs.of(
        this,
        "serve",
        "Run the service until a signal to stop. It is set up by environment variables and a .env"
            + " file in the working directory.",
        "orchestrator serve",
        "with the defaults: a Registry comes along",
        "PORT=9001 orchestrator serve",
        "on another port");
  }

  @Override
  public ExitCode run(ParseResult given) {
    return settings.with(actions::serve);
  }
}
