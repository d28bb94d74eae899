package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.cli.FileSource.Changed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Sends a file of tasks, line by line, and goes on where it was stopped. */
record LoadCommand(Client client) implements Command {

  private static final String RATE = "--rate";
  private static final String AGAIN = "--again";
  private static final int NO_RATE = Integer.MAX_VALUE;

  @Override
  public CommandSpec spec() {
    return client.spec(
        Specs.of(
                this,
                "load",
                "Send a file with a task in each line (NDJSON, as POST /tasks takes it). Stopped and"
                    + " run again it goes on where it was and makes no task twice: its place is kept"
                    + " in FILE.progress. Lines that are refused go to FILE.failed with the reason."
                    + " Exits with 1 when there were any.",
                "orchestrator load tasks.ndjson",
                "all of it, with a bar",
                "orchestrator load tasks.ndjson --rate 50",
                "fifty lines a second at most",
                "jq -c '.[]' tasks.json | orchestrator load -",
                "what is piped in",
                "orchestrator load tasks.ndjson --json",
                "each line's answer for a script")
            .addPositional(Specs.word(0, "FILE", true, "The file, or - for what is piped in."))
            .addOption(Specs.option(RATE, "N", Integer.class, "So many lines a second at most."))
            .addOption(
                Specs.flag(
                    AGAIN,
                    "Make new tasks though the same file was loaded already within a day.")));
  }

  @Override
  public ExitCode run(ParseResult parsed) {
    return client.run(parsed, LoadCommand::load);
  }

  private static ExitCode load(Given given, Session session) throws Unreachable {
    int rate = given.whole(RATE, 1, 1_000_000).orElse(NO_RATE);
    try (LoadSource source = source(given, session)) {
      return new LoadRun(source, session, rate).run();
    } catch (Changed e) {
      throw given.wrong(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      session.terminal().complain("cannot load " + given.required(0) + ": " + e.getMessage());
      return ExitCode.FAILURE;
    }
  }

  private static LoadSource source(Given given, Session session) throws IOException, Changed {
    String name = given.required(0);
    if (name.equals("-")) {
      return new PipeSource(session.surroundings().in(), given.flag(AGAIN));
    }
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      throw given.wrong("there is no file " + name);
    }
    return FileSource.open(file, given.flag(AGAIN), session.terminal());
  }
}
