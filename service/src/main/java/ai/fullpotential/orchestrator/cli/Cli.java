package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.config.Loading;
import ai.fullpotential.orchestrator.config.Version;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole: finds the command that was asked for and runs it. */
public final class Cli {

  static final String NAME = "orchestrator";

  private final Terminal terminal;
  private final RootCommand root;

  /**
   * A command line.
   *
   * @param settings reads the settings; called only by commands that want them
   * @param actions what the commands that run a service do
   * @param surroundings what the commands find that speak to a running one
   */
  public Cli(
      Supplier<Loading> settings,
      Actions actions,
      Surroundings surroundings,
      PrintWriter out,
      PrintWriter err) {
    this.terminal = new Terminal(out, err);
    SettingsSource source = new SettingsSource(settings, terminal);
    Client client = new Client(terminal, surroundings);
    this.root =
        new RootCommand(
            new ServeCommand(actions, source),
            List.of(
                new SubmitCommand(client),
                new GetCommand(client),
                new ListCommand(client),
                new WatchCommand(client),
                new CancelCommand(client),
                new ReplayCommand(client),
                new LoadCommand(client),
                new TopCommand(client),
                new DropletsCommand(client),
                new PauseCommand(client, "pause"),
                new PauseCommand(client, "resume"),
                new PoliciesCommand(client),
                new PolicyCommand(client),
                new SchedulesCommand(client),
                new EventsCommand(client),
                new DemoCommand(actions, source),
                new ConfigCommand(new ConfigCheckCommand(source)),
                new TokenCommand(terminal, surroundings),
                new CompletionCommand(terminal)));
  }

  /** Runs what the arguments ask for, and says how it went. */
  public ExitCode run(String... arguments) {
    CommandLine line =
        new CommandLine(root.spec())
            .setOut(terminal.out())
            .setErr(terminal.err())
            .setExpandAtFiles(false)
            .setExecutionStrategy(this::execute)
            .setParameterExceptionHandler((wrong, _) -> complain(wrong));
    int code = line.execute(helpAsOption(arguments));
    terminal.out().flush();
    return Stream.of(ExitCode.values()).filter(e -> e.value() == code).findFirst().orElseThrow();
  }

  /** All commands with their options. */
  CommandSpec spec() {
    return root.spec();
  }

  /** {@code help demo} is what many try first. */
  private static String[] helpAsOption(String... arguments) {
    if (arguments.length == 0 || !arguments[0].equals("help")) {
      return arguments;
    }
    return Stream.concat(Arrays.stream(arguments).skip(1), Stream.of("--help"))
        .toArray(String[]::new);
  }

  private int execute(ParseResult parsed) {
    return Optional.ofNullable(CommandLine.executeHelpRequest(parsed))
        .orElseGet(() -> run(innermost(parsed)).value());
  }

  private ExitCode run(ParseResult given) {
    try {
      return ((Command) given.commandSpec().userObject()).run(given);
    } catch (ParameterException wrong) {
      throw wrong;
    } catch (RuntimeException bug) {
      return complain(bug);
    }
  }

  private static ParseResult innermost(ParseResult parsed) {
    return parsed.hasSubcommand() ? innermost(parsed.subcommand()) : parsed;
  }

  private int complain(ParameterException wrong) {
    terminal.complain(String.valueOf(wrong.getMessage()));
    UnmatchedArgumentException.printSuggestions(wrong, terminal.err());
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    terminal.err().println("Try '" + command + " --help'.");
    terminal.err().flush();
    return ExitCode.USAGE.value();
  }

  private ExitCode complain(RuntimeException bug) {
    terminal.complain("this is a bug: " + bug);
    bug.printStackTrace(terminal.err());
    terminal.err().flush();
    return ExitCode.FAILURE;
  }

  /** What is asked for when no command is named: to serve. */
  private record RootCommand(ServeCommand serve, List<Command> others) implements Command {

    @Override
    public CommandSpec spec() {
      CommandSpec spec =
          Specs.of(
                  this,
                  NAME,
                  "Routes, records and retries tasks over a mesh of small HTTP services. Without a"
                      + " command it serves.",
                  "orchestrator",
                  "serve with the defaults",
                  "orchestrator demo",
                  "see what it does",
                  "orchestrator submit registry /health",
                  "hand a running one a task",
                  "orchestrator config check",
                  "see how it is set up")
              .version(NAME + " " + Version.current())
              .addOption(
                  OptionSpec.builder("-V", "--version")
                      .versionHelp(true)
                      .description("Show the version and exit.")
                      .build());
      Map<String, String> exitCodes = new LinkedHashMap<>();
      exitCodes.put(" 0", "It did what was asked.");
      exitCodes.put(" 1", "It tried and failed.");
      exitCodes.put(" 2", "It was asked or set up wrongly.");
      exitCodes.put(" 3", "The service that it should speak to cannot be reached.");
      spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(exitCodes);
      Stream.concat(Stream.of(serve), others.stream())
          .map(Command::spec)
          .forEach(sub -> spec.addSubcommand(sub.name(), sub));
      return spec;
    }

    @Override
    public ExitCode run(ParseResult given) {
      return serve.run(given);
    }
  }
}
