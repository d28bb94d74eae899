package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.config.Effective;
import ai.fullpotential.orchestrator.config.Fault;
import ai.fullpotential.orchestrator.config.Loading;
import ai.fullpotential.orchestrator.config.Loading.Faulty;
import ai.fullpotential.orchestrator.config.Loading.Loaded;
import ai.fullpotential.orchestrator.json.Json;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Tells what would hold if the service started here and now, or all that is wrong with it. */
record ConfigCheckCommand(SettingsSource source) implements Command {

  private static final String JSON = "--json";

  private record Report(
      boolean ok, List<Effective> settings, List<Fault> faults, List<String> warnings) {}

  @Override
  public CommandSpec spec() {
    return Specs.of(
            this,
            "check",
            "Show what each setting would be if the service started here and now, and where it comes"
                + " from; or everything that is wrong. Nothing is started.",
            "orchestrator config check",
            "a line for each setting",
            "orchestrator config check --json",
            "the same for a script")
        .addOption(Specs.flag(JSON, "Print one JSON object."));
  }

  @Override
  public ExitCode run(ParseResult given) {
    Loading loading = source.loading().get();
    if (given.hasMatchedOption(JSON)) {
      source.terminal().out().println(Json.of(report(loading)));
    } else {
      print(loading);
    }
    return loading instanceof Loaded ? ExitCode.OK : ExitCode.USAGE;
  }

  private void print(Loading loading) {
    switch (loading) {
      case Faulty faulty -> source.complain(faulty);
      case Loaded loaded -> {
        for (Effective e : loaded.effective()) {
          source
              .terminal()
              .out()
              .println("%-50s %s".formatted(e.key() + "=" + e.value(), e.origin()));
        }
        source.warn(loaded);
      }
    }
  }

  private static Report report(Loading loading) {
    return switch (loading) {
      case Loaded l -> new Report(true, l.effective(), List.of(), l.warnings());
      case Faulty f -> new Report(false, List.of(), f.faults(), f.warnings());
    };
  }
}
