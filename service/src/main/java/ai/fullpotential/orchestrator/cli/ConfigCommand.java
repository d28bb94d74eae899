package ai.fullpotential.orchestrator.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Holds what can be done with the settings; does nothing itself. */
record ConfigCommand(ConfigCheckCommand check) implements Command {

  @Override
  public CommandSpec spec() {
    return Specs.of(
            this, "config", "Look at the settings.", "orchestrator config check", "are they right?")
        .addSubcommand("check", check.spec());
  }

  @Override
  public ExitCode run(ParseResult given) {
    throw new ParameterException(
        given.commandSpec().commandLine(), "Missing command: 'config' wants 'check'");
  }
}
