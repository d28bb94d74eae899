package ai.fullpotential.orchestrator.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One thing that the command line can do. */
interface Command {

  /** Its name, options and help; its user object must be this command. */
  CommandSpec spec();

  /** Does it, with what was given. */
  ExitCode run(ParseResult given);
}
