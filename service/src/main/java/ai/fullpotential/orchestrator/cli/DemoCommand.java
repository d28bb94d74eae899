package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.cli.Actions.DemoOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows the service at work. */
record DemoCommand(Actions actions, SettingsSource settings) implements Command {

  private static final String ONCE = "--once";

  @Override
  public CommandSpec spec() {
    return Specs.of(
            this,
            "demo",
            "Run the service with a small mesh of droplets, and show what it does with tasks that"
                + " succeed, fail and are retried.",
            "orchestrator demo",
            "show it, and serve on until Ctrl-C",
            "orchestrator demo --once",
            "show it, and stop")
        .addOption(Specs.flag(ONCE, "Show it and stop, instead of serving on."));
  }

  @Override
  public ExitCode run(ParseResult given) {
    DemoOptions options = new DemoOptions(given.hasMatchedOption(ONCE));
    return settings.with(loaded -> actions.demo(loaded, options));
  }
}
