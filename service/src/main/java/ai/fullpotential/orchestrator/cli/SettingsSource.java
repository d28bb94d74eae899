package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.config.Loading;
import ai.fullpotential.orchestrator.config.Loading.Faulty;
import ai.fullpotential.orchestrator.config.Loading.Loaded;
import java.util.function.Function;
import java.util.function.Supplier;

/** The settings, for commands that cannot go without them. */
record SettingsSource(Supplier<Loading> loading, Terminal terminal) {

  /** Goes on with the settings, or tells all their faults. */
  ExitCode with(Function<Loaded, ExitCode> next) {
    return switch (loading.get()) {
      case Loaded loaded -> next.apply(loaded);
      case Faulty faulty -> complain(faulty);
    };
  }

  ExitCode complain(Faulty faulty) {
    int count = faulty.faults().size();
    terminal.complain(count == 1 ? "one setting is wrong" : count + " settings are wrong");
    faulty.faults().forEach(fault -> terminal.err().println("  " + fault));
    warn(faulty);
    return ExitCode.USAGE;
  }

  void warn(Loading loading) {
    loading.warnings().forEach(warning -> terminal.err().println("  warning: " + warning));
    terminal.err().flush();
  }
}
